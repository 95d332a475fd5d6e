import { notApplicable } from './count-observations.ts';
import type { Check } from './check.ts';

export const rollbackWithinObjective: Check = {
  info: {
    id: 'rollback-within-objective',
    title: 'A bad rule is taken back within the objective',
    failureTitle: 'Taking a bad rule back took longer than the objective',
    why: 'A bad rule spreads in seconds. How long it goes on deciding after it was noticed is the damage.',
    fix: 'Shorten the poll or push the revision, republish the earlier content under a new, higher revision, and measure until the last replica decides on it, not until the command returns.',
    category: 'rollback',
    severity: 'major',
    controls: {
      csf: ['PR.PS-01', 'ID.RA-07', 'RS.MI-01', 'RC.RP-01', 'RC.RP-02', 'RC.RP-05'],
      sp80053: ['CM-2(3)', 'CM-3', 'CM-3(2)', 'CP-10', 'CP-10(4)', 'IR-4'],
      aiRmf: ['MANAGE 2.3', 'MANAGE 2.4', 'MANAGE 4.1'],
      nhi: ['NHI5'],
    },
  },
  explains: ['rollback-overrun'],
  judge: ({ rollbacks }) => {
    if (rollbacks.length === 0) return notApplicable('The scenario takes no policy back.');
    const within = rollbacks.map(({ report }) => report.withinObjective);
    const failed = within.filter((one) => one === false).length;
    const inconclusive = within.filter((one) => one === null).length;
    return {
      // The slowest counts, and of one that is not known nobody knows whether it was.
      outcome: failed > 0 ? 'fail' : inconclusive > 0 ? 'inconclusive' : 'pass',
      judged: within.length - inconclusive,
      failed,
      inconclusive,
      note: failed > 0 ? null : (rollbacks.find(({ unknown }) => unknown !== null)?.unknown ?? null),
      violations: failed > 0 ? ['rollback-overrun'] : [],
    };
  },
};
