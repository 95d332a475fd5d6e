import { formatMs } from '../model/time.ts';
import type { Finding } from '../model/result.ts';
import type { Contract } from '../contract/contract.ts';
import type { Violation } from '../model/violation.ts';
import type { Plan } from '../plan/plan.ts';
import type { ViolationGroup } from './violation-groups.ts';
import { declaredFallback, declaredInput } from './wording.ts';

/** What the contract says where a violation broke it, and where it says so. */
export function declaredBy(plan: Plan, group: ViolationGroup): Finding['declared'] {
  const { contract } = plan;
  const { action } = group;
  const declared = action === null ? undefined : contract.actions[action];
  const cite = (text: string, ...keys: readonly string[]): Finding['declared'] => ({
    text,
    file: plan.contractFile,
    line: keys.map((key) => plan.contractLines[key]).find((line) => line !== undefined) ?? null,
  });

  if (declared === undefined && action !== null) return cite(`${action} is not declared → deny`, 'actions');
  if (group.violation === 'stale-allow' && group.fault?.spec.on === 'bundle-service') {
    const { maxAgeMs, onExpired } = contract.policy;
    return cite(
      `policy at most ${formatMs(maxAgeMs)} old, expired → ${onExpired}`,
      'policy.maxAge',
      'policy',
    );
  }
  const input = declared?.uses.find((name) => contract.inputs[name]?.local === false);
  const aged = [...group.members.faults].some((fault) => fault?.spec.on === 'context-service');
  if (group.violation === 'stale-allow' && input !== undefined && aged) {
    return cite(declaredInput(contract, input), `inputs.${input}`, 'inputs');
  }
  const citation = citations[group.violation]?.(contract);
  if (citation !== undefined) return cite(citation.text, ...citation.keys);
  if (declared === undefined) return cite('the contract');
  return cite(`${action} → ${declaredFallback(declared)}`, `actions.${action}`, 'actions');
}

interface Citation {
  readonly text: string;
  /** Keys of the contract, the closest first. */
  readonly keys: readonly string[];
}

/** Violations of something that is declared for the whole service; the others break what their action declares. */
const citations: Partial<Record<Violation, (contract: Contract) => Citation>> = {
  late: ({ budgetMs }) => ({ text: `budget ${formatMs(budgetMs)}`, keys: ['budget'] }),
  unlogged: ({ decisionLog: { whenSinkDown, maxLoss } }) => ({
    text: `sink down → ${whenSinkDown}, at most ${maxLoss} records lost`,
    keys: ['decisionLog.maxLoss', 'decisionLog'],
  }),
  misrecorded: ({ decisionLog: { records } }) => ({
    text: `records ${records.join(', ')}`,
    keys: ['decisionLog.records', 'decisionLog'],
  }),
  'rollback-overrun': ({ policy }) => ({
    text: `rollback within ${formatMs(policy.rollback.objectiveMs)}`,
    keys: ['policy.rollback.objective', 'policy.rollback', 'policy'],
  }),
  'uncontrolled-change': ({ owner: { approvers, breakGlass } }) => ({
    text: `approved by ${approvers.length === 0 ? 'nobody' : approvers.join(' or ')}, break-glass ${breakGlass.length === 0 ? 'by nobody' : `by ${breakGlass.join(' or ')}`}`,
    keys: ['owner.approvers', 'owner'],
  }),
  skew: ({ policy }) => ({
    text: `one policy, asked for every ${formatMs(policy.pollEveryMs)}`,
    keys: ['policy.pollEvery', 'policy'],
  }),
  'slow-recovery': normalWithin,
  herd: ({ policyService: { attempts } }) => ({
    text: `at most ${attempts} ${attempts === 1 ? 'request' : 'requests'} to the policy service for a decision`,
    keys: ['policyService.attempts', 'policyService'],
  }),
  'unverified-policy': ({ policy }) => ({
    text: `policy by ${policy.distribution}`,
    keys: ['policy.distribution', 'policy'],
  }),
  'revoked-allow': ({ revocation }) => ({
    text: `revoked within ${formatMs(revocation.boundMs)}`,
    keys: ['revocation.bound', 'revocation'],
  }),
};

function normalWithin({ normalWithinMs }: Contract): Citation {
  return { text: `normal within ${formatMs(normalWithinMs)} of healing`, keys: ['normalWithin'] };
}
