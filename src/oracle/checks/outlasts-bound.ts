import type { Plan, PlannedFault } from '../../plan/plan.ts';

/**
 * Whether the plan holds a fault that lasts longer than the bound of something that a probed action rests on: the
 * scenario was then made to see that the bound is kept.
 */
export function outlastsBound(plan: Plan): boolean {
  return plan.faults.some((fault) => {
    const lastsMs = fault.to - fault.from;
    return plan.cells.some((cell) => boundsMs(plan, cell.do, fault).some((boundMs) => lastsMs > 2 * boundMs));
  });
}

function boundsMs(plan: Plan, action: string, { spec }: PlannedFault): readonly number[] {
  const declared = plan.contract.actions[action];
  if (declared === undefined) return [];
  if (spec.on === 'policy-service' && declared.whenUnavailable?.mode === 'cache')
    return [declared.whenUnavailable.maxAgeMs];
  if (spec.on !== 'context-service') return [];
  return declared.uses.flatMap((name) => {
    const input = plan.contract.inputs[name];
    return input === undefined || input.local ? [] : (input.maxAgeMs ?? []);
  });
}
