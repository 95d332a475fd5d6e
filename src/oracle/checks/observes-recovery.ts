import type { Plan } from '../../plan/plan.ts';

/** Whether the plan goes on after a fault for twice the time in which everything has to be normal again. */
export function observesRecovery(plan: Plan): boolean {
  const end = plan.phases.at(-1)?.to ?? 0;
  return plan.faults.some((fault) => {
    const normalWithinMs =
      plan.phases.find((phase) => phase.from >= fault.to)?.normalWithinMs ?? plan.contract.normalWithinMs;
    return end - fault.to > 2 * normalWithinMs;
  });
}
