import { asked } from '../judge-observation.ts';
import { countObservations } from './count-observations.ts';
import type { Check } from './check.ts';

export const declaredMode: Check = {
  info: {
    id: 'declared-mode',
    title: 'Decisions are made in the declared way',
    failureTitle: 'Decisions were right, but made in a way nobody declared',
    why: 'A right answer by accident is not a fallback. The next request, or the next outage, gets another answer.',
    fix: 'Make the fallback what the contract declares for the action, or declare what the application does.',
    category: 'availability',
    severity: 'major',
    controls: {
      csf: ['PR.IR-03', 'GV.RM-02'],
      sp80053: ['SI-17', 'CP-13'],
      aiRmf: ['MEASURE 2.6'],
      nhi: [],
    },
  },
  explains: ['undeclared-mode'],
  judge: (context) =>
    countObservations(context, {
      violations: ['undeclared-mode'],
      canTell: (one) => (one.asked & asked.mode) !== 0,
      otherwise: 'The application does not say how it decides.',
    }),
};
