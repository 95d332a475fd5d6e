import { rule } from './judge-observation.ts';
import type { Ruling } from './judge-observation.ts';
import type { Seen } from './observations.ts';
import type { ScenarioWorld } from './scenario-world.ts';
import { clockGrainMs } from './world/clock.ts';
import { momentsIn } from './world/moments.ts';

/** Rules on observations that come in order of sending. */
export type SwiftJudge = (seen: Seen) => Ruling;

/**
 * A judge who rules once on what is the same: most observations of a long drill ask the same cell, get the same answer and
 * meet a world in which nothing has changed since. What hangs on more than that (the age of a cache entry, how long the
 * answer took, how busy the machine was) is ruled on every time. Gives the very same ruling as `rule` does.
 */
export function swiftJudge(world: ScenarioWorld): SwiftJudge {
  const moments = momentsOf(world);
  const inTimeMs = world.contract.budgetMs + clockGrainMs;
  /** By what was said and asked, since the last moment. */
  const lasting = new Map<number, Ruling>();
  let next = 0;
  return (seen) => {
    const { sent, received } = seen;
    if ((moments[next] ?? Infinity) < sent) {
      while ((moments[next] ?? Infinity) < sent) next += 1;
      lasting.clear();
    }
    const still = received < (moments[next] ?? Infinity) && received - sent <= inTimeMs;
    if (!still) return rule(world, seen);
    const key = seen.said.code * world.cells.length + seen.cell;
    const known = lasting.get(key);
    if (known !== undefined) return known;
    const ruling = rule(world, seen);
    if (ruling.lasts) lasting.set(key, ruling);
    return ruling;
  };
}

function momentsOf({
  cells,
  contract,
  faults,
  replicas,
  revisions,
  steadyFrom,
}: ScenarioWorld): Float64Array {
  const worlds = [...replicas.values()];
  const subjects = new Set(cells.map(({ cell }) => cell.as));
  const inputs = Object.keys(contract.inputs).flatMap((name) =>
    worlds.flatMap((replica) => [...subjects].map((subject) => replica.input(name, subject))),
  );
  return momentsIn(faults, worlds, inputs, revisions.moments, steadyFrom);
}
