import type { Decision } from '../../model/decision.ts';
import type { Plan } from '../../plan/plan.ts';

/** What the policy that a change brought says of a cell. */
export type SimulatedPolicy = (change: string | null, cell: number, by: 'rule' | 'coarse') => Decision;

/** The contents of all of a plan's policies; null is what was there before the first change. */
export function simulatedPolicy(plan: Plan): SimulatedPolicy {
  const policies = plan.changes.filter((change) => change.kind !== 'restart');
  return function decide(change, cell, by): Decision {
    const asked = plan.cells[cell];
    if (asked === undefined) throw new Error(`no cell ${cell}`);
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
