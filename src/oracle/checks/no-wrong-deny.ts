import { asked } from '../judge-observation.ts';
import { countObservations } from './count-observations.ts';
import type { Check } from './check.ts';

export const noWrongDeny: Check = {
  info: {
    id: 'no-wrong-deny',
    title: 'Nothing is denied that the contract allows',
    failureTitle: 'Requests were denied that the contract allows',
    why: 'People are locked out although the declared fallback would have let them work. Outages of authorization are long for this reason.',
    fix: 'Look for a failure that is remembered as an answer (a cached error, a first failed load that is never tried again) and for a fallback that is stricter than the declared one.',
    category: 'availability',
    severity: 'major',
    controls: {
      csf: ['PR.IR-03', 'PR.AA-05'],
      sp80053: ['SI-17', 'CP-12', 'CP-13'],
      aiRmf: ['MEASURE 2.6'],
      nhi: [],
    },
  },
  explains: ['wrong-deny'],
  judge: (context) =>
    countObservations(context, {
      violations: ['wrong-deny'],
      canTell: (one) => (one.asked & asked.deny) !== 0,
      otherwise: 'Nothing was asked for that the contract certainly allows.',
    }),
};
