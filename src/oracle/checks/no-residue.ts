import { violationsBySeverity } from '../../model/violation.ts';
import type { Violation } from '../../model/violation.ts';
import { notApplicable, outcomeOf } from './count-observations.ts';
import type { Check } from './check.ts';

export const noResidue: Check = {
  info: {
    id: 'no-residue',
    title: 'Nothing of a bad rule lives on after its rollback',
    failureTitle: 'Answers of the bad rule came after the good one was active',
    why: 'The rollback is reported done while caches go on answering what the bad rule said.',
    fix: 'Make the policy revision part of what validates a remembered decision, and drop entries that are older than the active revision.',
    category: 'rollback',
    severity: 'critical',
    controls: {
      csf: ['PR.PS-01', 'ID.RA-07', 'RS.MI-01', 'RC.RP-01', 'RC.RP-02', 'RC.RP-05'],
      sp80053: ['CM-2(3)', 'CM-3', 'CM-3(2)', 'CP-10', 'CP-10(4)', 'IR-4'],
      aiRmf: ['MANAGE 2.3', 'MANAGE 2.4', 'MANAGE 4.1'],
      nhi: ['NHI5'],
    },
  },
  explains: [],
  judge: ({ rollback, kinds }) => {
    if (rollback === null) return notApplicable('The scenario takes no policy back.');
    if (!kinds.some((kind) => kind.namesRevision)) {
      return notApplicable('The application does not name the policy revision it decides on.');
    }
    const violations = new Set<Violation>();
    for (const { verdict } of rollback.residue) {
      if (verdict !== 'pass' && verdict !== 'inconclusive') violations.add(verdict);
    }
    return outcomeOf({
      judged: rollback.residueJudged,
      failed: rollback.residue.length,
      inconclusive: rollback.residueJudged === 0 ? 1 : 0,
      violations: violationsBySeverity.filter((violation) => violations.has(violation)),
      otherwise: 'No decision was seen after the good revision was active.',
    });
  },
};
