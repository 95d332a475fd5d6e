import type { Plan } from '../../plan/plan.ts';

/**
 * The phases after whose faults the plan goes on, with nothing else broken, for twice the time in which everything has to be
 * normal again.
 */
export function observedRecoveries(plan: Plan): readonly string[] {
  const end = plan.phases.at(-1)?.to ?? 0;
  const phases = plan.faults
    .filter((fault) => {
      const next = plan.phases.find((phase) => phase.from >= fault.to);
      const until = Math.min(
        end,
        ...plan.faults.map((other) => other.from).filter((from) => from >= fault.to),
      );
      return until - fault.to > 2 * (next?.normalWithinMs ?? plan.contract.normalWithinMs);
    })
    .map((fault) => fault.phase);
  return [...new Set(phases)];
}
