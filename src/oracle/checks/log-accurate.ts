import { outcomeOf } from './count-observations.ts';
import type { Check } from './check.ts';

export const logAccurate: Check = {
  info: {
    id: 'log-accurate',
    title: 'The decision log says what the callers got',
    failureTitle: 'The decision log disagrees with what the callers got',
    why: 'A record that differs from the decision is worse than none: it is believed.',
    fix: 'Write the record from the decision that was answered, after the fallback, not from the one that was asked for.',
    category: 'evidence',
    severity: 'major',
    controls: {
      csf: ['PR.PS-04', 'DE.AE-03', 'RS.AN-07'],
      sp80053: ['AU-3', 'AU-10', 'AU-12'],
      aiRmf: ['MEASURE 2.4', 'MANAGE 4.3'],
      nhi: [],
    },
  },
  explains: ['misrecorded'],
  judge: ({ log }) =>
    outcomeOf({
      judged: log.matched,
      failed: log.misrecorded.reduce((sum, { members }) => sum + members.count, 0),
      inconclusive: log.unsure,
      violations: ['misrecorded'],
      otherwise: 'The application gives its decisions no ids.',
    }),
};
