import type { FaultEffect } from '../../model/fault.ts';
import type { CellFacts, ScenarioWorld } from '../scenario-world.ts';
import type { FaultSpan } from '../world/fault-span.ts';

/** How much longer than a bound a fault has to last before answers beyond the bound are to be expected. */
const toSpareMs = 1_000;

/**
 * Whether a fault certainly outlasted the bound of something that an allowed probe rests on: the scenario was then made
 * to see that the bound is kept.
 */
export function outlastsBound(world: ScenarioWorld): boolean {
  const allowed = world.cells.filter(({ cell }) => cell.expect === 'allow');
  return world.faults.some((span) => {
    if (span.certain === null) return false;
    const lastsMs = span.certain.to - span.certain.from;
    return allowed.some((cell) =>
      boundsMs(world, cell, span).some((boundMs) => lastsMs > boundMs + toSpareMs),
    );
  });
}

/** Ages beyond which an allow of the cell would rest on something too old, were it made under the fault. */
function boundsMs(world: ScenarioWorld, cell: CellFacts, { spec, effect }: FaultSpan): readonly number[] {
  const out = effect.kind === 'out' || effect.kind === 'lying';
  if (spec.on === 'context-service') return inputBoundsMs(world, cell, effect);
  if (!out) return [];
  const { action } = cell;
  if (spec.on === 'policy-service' && action.whenUnavailable?.mode === 'cache')
    return [action.whenUnavailable.maxAgeMs];
  const { maxAgeMs, onExpired } = world.contract.policy;
  return spec.on === 'bundle-service' && action.decide !== 'remote' && onExpired === 'deny' ? [maxAgeMs] : [];
}

function inputBoundsMs(
  { contract }: ScenarioWorld,
  { cell, fetched }: CellFacts,
  effect: FaultEffect,
): readonly number[] {
  return fetched.flatMap((name) => {
    const input = contract.inputs[name];
    if (input === undefined || input.maxAgeMs === null) return [];
    if ('input' in effect) {
      const concerned = effect.input === name && (effect.subjects?.includes(cell.as) ?? true);
      if (!concerned || (effect.kind === 'input-stale' && effect.ageMs <= input.maxAgeMs)) return [];
    } else if (effect.kind !== 'out' && effect.kind !== 'lying') return [];
    // Where one of them may be ignored, so may the age of what is held.
    return input.onStale === 'deny' && input.onMissing === 'deny' ? [input.maxAgeMs] : [];
  });
}
