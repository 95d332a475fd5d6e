import { asked } from '../judge-observation.ts';
import { countObservations } from './count-observations.ts';
import type { Check } from './check.ts';

export const replicasAgree: Check = {
  info: {
    id: 'replicas-agree',
    title: 'No replica goes back to an older policy revision',
    failureTitle: 'Decisions went back to an older policy revision',
    why: 'As long as replicas differ, the same person gets different answers to the same question, and nobody can say which policy is in force.',
    fix: 'Activate a revision once for the whole process, in one step, and refuse to activate an older one.',
    category: 'freshness',
    severity: 'minor',
    controls: {
      csf: ['PR.PS-01', 'DE.CM-09'],
      sp80053: ['CM-3', 'SC-36'],
      aiRmf: ['MEASURE 4.2'],
      nhi: ['NHI8'],
    },
  },
  explains: ['skew'],
  judge: (context) =>
    countObservations(context, {
      violations: ['skew'],
      canTell: (one) => (one.asked & asked.revision) !== 0,
      otherwise: 'The policy did not change, or the application does not name its revision.',
    }),
};
