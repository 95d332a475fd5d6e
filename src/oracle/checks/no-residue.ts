import { violationsBySeverity } from '../../model/violation.ts';
import { isBroken } from '../judge-observation.ts';
import { notApplicable, outcomeOf } from './count-observations.ts';
import type { Check } from './check.ts';

const nothingSeen = 'No decision was seen after the good revision was active.';

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
  judge: ({ rollbacks, kinds }) => {
    if (rollbacks.length === 0) return notApplicable('The scenario takes no policy back.');
    if (!kinds.some((kind) => kind.namesRevision)) {
      return notApplicable('The application does not name the policy revision it decides on.');
    }
    const residue = rollbacks.flatMap((one) => one.residue);
    const broken = new Set(residue.flatMap((one) => (isBroken(one) ? one.verdict : [])));
    const unseen = rollbacks.filter((one) => one.residueJudged === 0).length;
    const judgement = outcomeOf({
      judged: rollbacks.reduce((sum, one) => sum + one.residueJudged, 0),
      failed: residue.length,
      inconclusive: unseen,
      violations: violationsBySeverity.filter((violation) => broken.has(violation)),
      otherwise: nothingSeen,
    });
    // One rollback of which nothing is known spoils the others.
    if (unseen === 0 || judgement.outcome !== 'pass') return judgement;
    return { ...judgement, outcome: 'inconclusive', note: nothingSeen };
  },
};
