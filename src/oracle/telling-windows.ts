import type { Interval } from '../model/time.ts';
import { needs } from './attribution.ts';
import type { JournalFacts } from './journal-facts.ts';
import type { CellFacts, ScenarioWorld } from './scenario-world.ts';
import { clockGrainMs } from './world/clock.ts';
import { concerns } from './world/fault-span.ts';
import type { FaultSpan } from './world/fault-span.ts';
import { certainSpans } from './world/lapses.ts';
import { joined, startingLater } from './world/outage.ts';

/**
 * Where answers of a replica tell how a cell fares under a fault: where the fault certainly held. For an action that fetches the
 * input which the fault takes away or ages, that is after the input's `maxAge`: before, a held value may rightly be used, and
 * nothing is learnt. A replica that is taken away is not asked meanwhile: there the others tell, and it itself once it is
 * back, until something else is broken.
 */
export function tellingWindows(
  world: ScenarioWorld,
  facts: JournalFacts,
  span: FaultSpan | null,
  cell: CellFacts,
  replica: string,
): readonly Interval[] {
  if (span === null) return [];
  if (span.effect.kind === 'taken-away') return aroundAbsence(world, span, replica);
  const held = joined(certainSpans(span, replica, facts.canaries));
  const boundMs = needs(cell, span) ? heldForMs(world, span, cell) : null;
  return boundMs === null ? held : startingLater(held, boundMs + clockGrainMs);
}

function aroundAbsence(world: ScenarioWorld, span: FaultSpan, replica: string): readonly Interval[] {
  if (!concerns(span, replica)) return span.certain === null ? [] : [span.certain];
  const { healed } = span;
  if (healed === null) return [];
  const next = world.faults.find((other) => other.requested > healed);
  return [{ from: healed, to: next?.requested ?? Infinity }];
}

/** For how long a value that is held may stand in for what the fault takes away; null where it takes none away. */
function heldForMs(
  { contract }: ScenarioWorld,
  { spec, effect }: FaultSpan,
  { fetched }: CellFacts,
): number | null {
  if (spec.on !== 'context-service') return null;
  const agesMs = (names: readonly string[]): number =>
    Math.max(0, ...names.map((name) => contract.inputs[name]?.maxAgeMs ?? 0));
  switch (effect.kind) {
    case 'out':
    case 'lying':
      return agesMs(fetched);
    case 'input-frozen':
    case 'input-missing':
      return agesMs([effect.input]);
    case 'input-stale': {
      const maxAgeMs = contract.inputs[effect.input]?.maxAgeMs ?? null;
      return maxAgeMs !== null && effect.ageMs > maxAgeMs ? maxAgeMs : null;
    }
    case 'maybe-out':
    case 'slow':
    case 'interrupted':
    case 'taken-away':
    case 'clock-skewed':
      return null;
  }
}
