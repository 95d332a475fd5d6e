import { countObservations } from './count-observations.ts';
import type { Check } from './check.ts';

export const decisionGiven: Check = {
  info: {
    id: 'decision-given',
    title: 'Every request gets a decision',
    failureTitle: 'Requests got no decision',
    why: 'An error or a time-out is no deny: the caller does not know where it stands, tries again, and makes the outage worse.',
    fix: 'Bound every call on the way to a decision and answer with the declared fallback when the bound is reached. Let no exception of a client reach the caller.',
    category: 'availability',
    severity: 'major',
    controls: {
      csf: ['PR.IR-03'],
      sp80053: ['SC-24', 'CP-12', 'SI-17'],
      aiRmf: ['MEASURE 2.6'],
      nhi: [],
    },
  },
  explains: ['no-decision'],
  judge: (context) =>
    countObservations(context, {
      violations: ['no-decision'],
      canTell: () => true,
      otherwise: 'Nothing was asked.',
    }),
};
