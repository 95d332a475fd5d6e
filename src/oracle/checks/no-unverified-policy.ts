import { asked } from '../judge-observation.ts';
import { countObservations } from './count-observations.ts';
import type { Check } from './check.ts';

export const noUnverifiedPolicy: Check = {
  info: {
    id: 'no-unverified-policy',
    title: 'Every decision rests on a policy that was published',
    failureTitle: 'Decisions were made on a policy that nobody published',
    why: 'Whoever can slip an application a policy of their own decides for it. A revision that was never served cannot have come the declared way.',
    fix: 'Activate a bundle only once its signature and every file in it are verified, take the revision from what was verified, and name in an answer the revision that decided it.',
    category: 'safety',
    severity: 'critical',
    controls: {
      csf: ['ID.RA-09', 'PR.PS-01', 'RC.RP-03'],
      sp80053: ['CM-14', 'SI-7', 'SI-7(15)', 'CM-5'],
      aiRmf: ['MAP 4.2'],
      nhi: ['NHI3'],
    },
  },
  explains: ['unverified-policy'],
  judge: (context) =>
    countObservations(context, {
      violations: ['unverified-policy'],
      canTell: (one) => (one.asked & asked.published) !== 0,
      otherwise: 'The application does not name the policy revision it decides on.',
    }),
};
