import { countObservations } from './count-observations.ts';
import type { Check } from './check.ts';

export const noWrongAllow: Check = {
  info: {
    id: 'no-wrong-allow',
    title: 'Nothing is allowed that the contract does not allow',
    failureTitle: 'Requests were allowed that the contract does not allow',
    why: 'Whoever asks while the application cannot know the answer gets through. This is the failure that an outage is made into an attack with.',
    fix: 'Treat a refusal, a time-out, any status but 200 and any body that is not the expected answer as no answer, and go to the declared fallback. Check what the client library returns when nothing comes back.',
    category: 'safety',
    severity: 'critical',
    controls: {
      csf: ['PR.AA-05', 'PR.IR-03', 'GV.RM-02'],
      sp80053: ['AC-3', 'SC-24', 'SI-17', 'SC-7(18)'],
      aiRmf: ['MEASURE 2.6'],
      nhi: ['NHI5'],
    },
  },
  explains: ['wrong-allow'],
  judge: (context) =>
    countObservations(context, {
      violations: ['wrong-allow'],
      canTell: () => true,
      otherwise: 'Nothing was asked.',
    }),
};
