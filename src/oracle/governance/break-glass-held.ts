import type { Contract } from '../../contract/contract.ts';
import type { GovernanceCheck } from './governance-check.ts';

export const breakGlassHeld: GovernanceCheck = {
  info: {
    id: 'break-glass-held',
    title: 'Somebody may take a policy back when it locks everybody else out',
    failureTitle: 'Nobody may take a policy back when it locks everybody else out',
    why: 'A rule that denies everybody denies whoever would take it back. Without a way past it, agreed on before and recorded when it is used, an outage lasts until somebody has found one.',
    fix: 'Declare who may break the glass, and let that be somebody besides the one who approves every change; then drill a rule that locks the operator out.',
    category: 'evidence',
    severity: 'minor',
    controls: {
      csf: ['PR.AA-05', 'RC.RP-01', 'GV.RR-02'],
      sp80053: ['AC-2(2)', 'AC-3(10)', 'CP-2'],
      aiRmf: ['GOVERN 2.1', 'MANAGE 2.4'],
      nhi: [],
    },
  },
  explains: ['ungoverned'],
  judge: ({ plan: { contract } }) => {
    const { breakGlass } = contract.owner;
    // Where policy is changed by a way that no policy stands in, nobody needs one.
    if (breakGlass.length === 0) return { judged: 0, shortcomings: [], note: nobodyDeclared };
    const seen = shortcomingOf(contract.owner);
    return {
      judged: 1,
      shortcomings:
        seen === null
          ? []
          : [
              {
                violation: 'ungoverned',
                subject: 'owner.breakGlass',
                title: seen.title,
                headline: `By the contract, ${seen.headline}.`,
                action: null,
                declared: {
                  text: `break-glass by ${breakGlass.join(' or ')}`,
                  at: ['owner.breakGlass', 'owner'],
                },
                seen: seen.sentence,
                records: [],
                of: 1,
              },
            ],
      note: null,
    };
  },
};

const nobodyDeclared =
  'The contract names nobody who may take a policy back alone: where a bad rule can lock out the operator, declare who and drill it.';

function shortcomingOf({ approvers, breakGlass }: Contract['owner']): {
  readonly title: string;
  readonly headline: string;
  readonly sentence: string;
} | null {
  const holders = new Set(breakGlass.map(normal).filter((name) => name !== ''));
  if (holders.size === 0) {
    return {
      title: 'Nobody may break the glass',
      headline: 'nobody may take a policy back that locks everybody out',
      sentence: 'A bad rule may deny the operator too, and there is no way past it.',
    };
  }
  const [approver, ...others] = new Set(approvers.map(normal));
  if (approver === undefined || others.length > 0 || [...holders].some((name) => name !== approver))
    return null;
  return {
    title: 'Who breaks the glass is also the only approver',
    headline: `${approvers[0]} alone approves every change, and breaks the glass`,
    sentence: `Where ${approvers[0]} cannot be reached, nothing can be approved and nothing be taken back.`,
  };
}

function normal(name: string): string {
  return name.trim().toLowerCase();
}
