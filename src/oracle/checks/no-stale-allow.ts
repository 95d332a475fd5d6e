import { asked } from '../judge-observation.ts';
import { countObservations } from './count-observations.ts';
import { outlastsBound } from './outlasts-bound.ts';
import type { Check } from './check.ts';

export const noStaleAllow: Check = {
  info: {
    id: 'no-stale-allow',
    title: 'No allow rests on something older than its bound',
    failureTitle: 'Requests were allowed on something older than its bound',
    why: 'A grant that was taken back lives on in whatever is remembered. The declared bound is how long the owner accepted that; beyond it nobody did.',
    fix: 'Compare the age with the bound at every use, by a monotonic clock. Count the age from the moment the value was made, never from the last hit, and drop entries made under an older policy revision.',
    category: 'freshness',
    severity: 'critical',
    controls: {
      csf: ['PR.AA-05', 'PR.AA-04', 'DE.CM-09'],
      sp80053: ['AC-24', 'AC-24(1)', 'AC-3(8)', 'AC-2(3)'],
      aiRmf: ['MEASURE 2.4', 'MEASURE 2.7', 'MAP 4.2'],
      nhi: ['NHI1', 'NHI5', 'NHI7'],
    },
  },
  explains: ['stale-allow'],
  judge: (context) =>
    countObservations(context, {
      violations: ['stale-allow'],
      canTell: (one) => (one.asked & asked.stale) !== 0,
      otherwise: 'Nothing that a decision rests on grew older than its bound.',
      mustTell: outlastsBound(context.world),
    }),
};
