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
    if (span.certain === null || span.effect.kind === 'maybe-out' || span.effect.kind === 'slow')
      return false;
    const lastsMs = span.certain.to - span.certain.from;
    return allowed.some((cell) =>
      boundsMs(world, cell, span).some((boundMs) => lastsMs > boundMs + toSpareMs),
    );
  });
}

function boundsMs(
  world: ScenarioWorld,
  { action, fetched }: CellFacts,
  { spec }: FaultSpan,
): readonly number[] {
  const fallback = action.whenUnavailable;
  if (spec.on === 'policy-service' && fallback?.mode === 'cache') return [fallback.maxAgeMs];
  return spec.on === 'context-service'
    ? fetched.flatMap((name) => world.contract.inputs[name]?.maxAgeMs ?? [])
    : [];
}
