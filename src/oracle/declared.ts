import { formatMs } from '../model/time.ts';
import type { Finding } from '../model/result.ts';
import type { Plan } from '../plan/plan.ts';
import type { ViolationGroup } from './findings.ts';
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
  const ofAction = (text: string): Finding['declared'] =>
    cite(`${action} → ${text}`, `actions.${action}`, 'actions');

  switch (group.violation) {
    case 'late':
      return cite(`budget ${formatMs(contract.budgetMs)}`, 'budget');
    case 'unlogged':
      return cite(
        `sink down → ${contract.decisionLog.whenSinkDown}, at most ${contract.decisionLog.maxLoss} records lost`,
        'decisionLog.maxLoss',
        'decisionLog',
      );
    case 'misrecorded':
      return cite(`records ${contract.decisionLog.records.join(', ')}`, 'decisionLog.records', 'decisionLog');
    case 'rollback-overrun':
      return cite(
        `rollback within ${formatMs(contract.policy.rollback.objectiveMs)}`,
        'policy.rollback',
        'policy',
      );
    case 'skew':
      return cite(
        `one policy, asked for every ${formatMs(contract.policy.pollEveryMs)}`,
        'policy.pollEvery',
        'policy',
      );
    case 'slow-recovery':
    case 'herd':
      return cite(`normal within ${formatMs(contract.normalWithinMs)} of healing`, 'normalWithin');
    case 'revoked-allow':
      return cite(`revoked within ${formatMs(contract.revocation.boundMs)}`, 'revocation');
    case 'stale-allow': {
      const input = declared?.uses.find((name) => contract.inputs[name]?.local === false);
      const stale = group.members.some((one) => one.fault?.spec.on === 'context-service');
      if (input !== undefined && stale)
        return cite(declaredInput(contract, input), `inputs.${input}`, 'inputs');
      break;
    }
    default:
  }
  return declared === undefined ? cite('the contract') : ofAction(declaredFallback(declared));
}
