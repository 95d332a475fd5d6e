import type { GovernanceCheck } from './governance-check.ts';

export const approversIndependent: GovernanceCheck = {
  info: {
    id: 'approvers-independent',
    title: 'Somebody besides the owner approves changes of policy',
    failureTitle: 'Nobody besides the owner approves changes of policy',
    why: 'Whoever writes a rule does not see what is wrong with it. A bad allow that one team wrote, approved and published is a bad allow in production within seconds.',
    fix: 'Declare approvers of whom at least one is not the owning team, and let the publication of a bundle ask for them.',
    category: 'evidence',
    severity: 'minor',
    controls: {
      csf: ['GV.RR-02', 'PR.AA-05', 'ID.RA-07'],
      sp80053: ['AC-5', 'CM-3', 'CM-5'],
      aiRmf: ['GOVERN 2.1', 'MANAGE 4.1'],
      nhi: [],
    },
  },
  explains: ['ungoverned'],
  judge: ({ plan: { contract } }) => {
    const { team, approvers } = contract.owner;
    const others = approvers.filter((approver) => approver.trim() !== '' && !isSame(approver, team));
    if (others.length > 0) return { judged: 1, shortcomings: [], note: null };
    const only = approvers.length === 0 ? 'nobody' : `only the owning team, ${team},`;
    return {
      judged: 1,
      shortcomings: [
        {
          violation: 'ungoverned',
          subject: 'owner.approvers',
          title: 'Nobody besides the owner approves changes of policy',
          headline: `By the contract, ${only} approves changes of policy.`,
          action: null,
          declared: {
            text: `approvers ${approvers.length === 0 ? 'none' : approvers.join(', ')}`,
            at: ['owner.approvers', 'owner'],
          },
          seen: `The owner is ${team}; of the approvers none is anybody else.`,
          records: [],
          of: 1,
        },
      ],
      note: null,
    };
  },
};

function isSame(a: string, b: string): boolean {
  return a.trim().toLowerCase() === b.trim().toLowerCase();
}
