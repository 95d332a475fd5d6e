import type { Contract } from '../../contract/contract.ts';
import { formatMs } from '../../model/time.ts';
import type { GovernanceCheck } from './governance-check.ts';

export const rollbackDeclared: GovernanceCheck = {
  info: {
    id: 'rollback-declared',
    title: 'How policy is distributed, and how fast it is taken back, is declared',
    failureTitle: 'No objective is declared for taking a bad rule back',
    why: 'A bad rule is everywhere within seconds. How it came there decides how it is got rid of, and an objective that nobody declared is one that nobody is held to.',
    fix: 'Declare the distribution and an objective that it can keep, from the rollback command to the last wrong decision on any replica; then drill it.',
    category: 'evidence',
    severity: 'minor',
    controls: {
      csf: ['PR.PS-01', 'RC.RP-01', 'GV.PO-01'],
      sp80053: ['CM-2(3)', 'CP-2', 'CP-10'],
      aiRmf: ['MANAGE 2.4', 'MANAGE 4.1'],
      nhi: [],
    },
  },
  explains: ['ungoverned'],
  judge: ({ plan: { contract } }) => {
    const { objectiveMs } = contract.policy.rollback;
    const isObjective = Number.isFinite(objectiveMs) && objectiveMs > 0;
    return {
      judged: 1,
      shortcomings: isObjective
        ? []
        : [
            {
              violation: 'ungoverned',
              subject: 'policy.rollback.objective',
              title: 'No objective is declared for taking a bad rule back',
              headline: 'The contract declares no objective for taking a bad rule back.',
              action: null,
              declared: {
                text: `rollback within ${formatMs(objectiveMs)}`,
                at: ['policy.rollback.objective', 'policy.rollback', 'policy'],
              },
              seen: 'There is nothing to measure a rollback against.',
              records: [],
              of: 1,
            },
          ],
      note: consequence(contract),
    };
  },
};

/** What a way of distribution means for taking a rule back; null for the one whose consequence is drilled. */
function consequence({ policy }: Contract): string | null {
  const objective = formatMs(policy.rollback.objectiveMs);
  switch (policy.distribution) {
    case 'release':
      return `Policy comes with the release: a bad rule is taken back by a release to every replica, and that is what has to fit into ${objective}.`;
    case 'runtime-fetch':
      return `Policy is fetched when a decision needs it: a rule is taken back as soon as its source is, but while that is out no replica learns of it.`;
    case 'signed-bundle':
      return null;
    default:
      return policy.distribution satisfies never;
  }
}
