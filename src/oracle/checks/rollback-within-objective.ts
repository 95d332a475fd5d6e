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
  judge: ({ rollback }) => {
    if (rollback === null) return notApplicable('The scenario takes no policy back.');
    const { withinObjective } = rollback.report;
    if (withinObjective === null) {
      return {
        outcome: 'inconclusive',
        judged: 0,
        failed: 0,
        inconclusive: 1,
        note: rollback.unknown,
        violations: [],
      };
    }
    return {
      outcome: withinObjective ? 'pass' : 'fail',
      judged: 1,
      failed: withinObjective ? 0 : 1,
      inconclusive: 0,
      note: null,
      violations: withinObjective ? [] : ['rollback-overrun'],
    };
  },
};
