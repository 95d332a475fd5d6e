import type { Problem } from '../../model/problem.ts';
import type { Plan } from '../../plan/plan.ts';
import type { GovernanceCheck, Shortcoming } from './governance-check.ts';

export const contractConsistent: GovernanceCheck = {
  info: {
    id: 'contract-consistent',
    title: 'The contract does not contradict itself',
    failureTitle: 'The contract contradicts itself',
    why: 'Of two promises that cannot both be kept, one is broken in every outage; which one, nobody has decided.',
    fix: 'Decide which of the two is meant and change the other. `authz-drill validate` shows the lines.',
    category: 'evidence',
    severity: 'minor',
    controls: {
      csf: ['GV.PO-01', 'GV.RM-02'],
      sp80053: ['CP-2', 'CM-3'],
      aiRmf: ['GOVERN 1.4', 'MAP 1.5'],
      nhi: [],
    },
  },
  explains: ['contradiction'],
  judge: ({ plan }) => {
    const found = plan.warnings.filter((problem) => isContradiction(plan, problem));
    return { judged: Math.max(1, found.length), shortcomings: found.map(shortcoming), note: null };
  },
};

/** What is wrong with the credential alone has a check of its own. */
function isContradiction({ contractLines }: Plan, { code, line }: Problem): boolean {
  return code === 'contradiction' && line !== contractLines['policyService.credential.lifetime'];
}

function shortcoming({ message, file, line, hint }: Problem): Shortcoming {
  return {
    violation: 'contradiction',
    subject: message,
    title: 'The contract contradicts itself',
    headline: `The contract contradicts itself: ${message}.`,
    action: null,
    declared: { text: message, at: { file, line } },
    seen:
      hint === undefined ? 'Found when the contract was read.' : `Found when the contract was read; ${hint}.`,
    records: [],
    of: 1,
  };
}
