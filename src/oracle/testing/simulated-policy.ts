import type { Decision } from '../../model/decision.ts';
import type { Plan } from '../../plan/plan.ts';

/** What the policy that a change brought says of a cell. */
export type SimulatedPolicy = (change: string | null, cell: number, by: 'rule' | 'coarse') => Decision;

/** Stands for what somebody else has made: it lets mallory do everything. */
export const forged = 'forged';

/** Whether under the policy of a change the policy service comes to no answer for a cell. */
export function isSlow(plan: Plan, change: string | null, cell: number): boolean {
  const rule = ruleOf(plan, change);
  const published = plan.changes.find((each) => each.id === rule);
  return (
    published?.kind === 'publish' &&
    published.wrong.some((one) => one.cell === cell && one.answers === 'none')
  );
}

/** The publication whose content is in force once a change is: itself, or what a rollback went back to; null for the first. */
export function ruleOf(plan: Plan, change: string | null): string | null {
  const policies = plan.changes
    .filter((each) => each.kind !== 'restart')
    .filter((each) => each.kind !== 'publish' || !each.refused);
  const published = policies.find((each) => each.id === change);
  if (published?.kind !== 'rollback') return change;
  const taken = policies.findIndex((each) => each.id === published.of);
  return ruleOf(plan, policies[taken - 1]?.id ?? null);
}

/** The contents of all of a plan's policies; null is what was there before the first change. */
export function simulatedPolicy(plan: Plan): SimulatedPolicy {
  const policies = plan.changes
    .filter((change) => change.kind !== 'restart')
    .filter((change) => change.kind !== 'publish' || !change.refused);
  return function decide(change, cell, by): Decision {
    const asked = plan.cells[cell];
    if (asked === undefined) throw new Error(`no cell ${cell}`);
    if (change === forged) return asked.as === 'mallory' ? 'allow' : asked.expect;
    const index = policies.findIndex((each) => each.id === change);
    const published = policies[index];
    const before = policies[index - 1]?.id ?? null;
    if (published === undefined) return by === 'coarse' ? asked.whenDegraded : asked.expect;
    if (published.kind === 'revoke') {
      return published.denies.includes(cell) ? 'deny' : decide(before, cell, by);
    }
    if (published.kind === 'rollback') {
      const taken = policies.findIndex((each) => each.id === published.of);
      return decide(policies[taken - 1]?.id ?? null, cell, by);
    }
    const wrong = by === 'rule' ? published.wrong.find((one) => one.cell === cell) : undefined;
    return wrong === undefined || wrong.answers === 'none' ? decide(null, cell, by) : wrong.answers;
  };
}
