import type { DecisionInput } from '../../contract/contract.ts';
import type { Interval } from '../../model/time.ts';
import { overlaps } from '../../model/time.ts';
import { clockGrainMs } from './clock.ts';
import { crashes } from './crashes.ts';
import { lingering, mayTakeAway, spansOn, takesAway } from './fault-span.ts';
import type { FaultSpan } from './fault-span.ts';
import { certainSpans } from './lapses.ts';
import { joined, startingLater } from './outage.ts';
import type { WorldFacts } from './world-facts.ts';
import type { Presence } from './presence.ts';

/** When an input cannot be fresh, and when it may be stale or missing. */
export interface InputWorld {
  /** No value that the replica can hold or get is fresh. */
  readonly unusable: readonly Interval[];
  readonly mayBeStale: readonly Interval[];
  readonly mayBeMissing: readonly Interval[];
}

/**
 * An input is usable while the newest value that the replica can have is fresh. While its source is certainly out,
 * frozen, without the attribute or giving out what is too old already, no value is newer than the moment this was proved
 * (`certain.from`), so nothing is fresh once `maxAge` has passed since; and nothing at all once the replica has ended
 * meanwhile and lost what it held, unless the source gives it a frozen value. It may be called missing as
 * soon as the source may be out (whether the replica holds a value is not ours to know), but stale, while the
 * source still answers, only once the oldest value that the frozen source can give out (of the moment the fault was asked
 * for) may be too old: a sound replica that holds an older one asks again.
 *
 * A wall clock that is set back makes a value younger by as much, to whoever reads its age off a time stamp; one
 * that is wrong at all may make it seem stale, or of the future.
 */
export function inputWorld(
  facts: WorldFacts,
  { exits, cold, paused }: Presence,
  replica: string,
  subject: string,
  { name, maxAgeMs }: DecisionInput & { readonly name: string },
): InputWorld {
  const all = spansOn(facts.faults, replica, 'context-service');
  const skews = skewsOf(facts, replica);
  const about = (span: FaultSpan): boolean =>
    'input' in span.effect && span.effect.input === name && (span.effect.subjects?.includes(subject) ?? true);
  const frozen = all.filter((span) => span.effect.kind === 'input-frozen' && about(span));
  const missing = all.filter((span) => span.effect.kind === 'input-missing' && about(span));
  const certainly = (spans: readonly FaultSpan[]): readonly Interval[] =>
    joined(spans.flatMap((span) => certainSpans(span, replica, facts.canaries)));

  const gone = [
    ...[...all.filter(mayTakeAway), ...missing].map(lingering),
    ...crashes(facts, 'context-service'),
    ...cold,
    ...paused,
  ];
  if (maxAgeMs === null) return { unusable: [], mayBeStale: [], mayBeMissing: gone };

  const replayed = all.filter((span) => about(span) && replayedMs(span) > maxAgeMs - facts.contract.budgetMs);
  const without = [
    ...all.filter(takesAway),
    ...missing,
    ...replayed.filter((span) => replayedMs(span) > maxAgeMs + clockGrainMs),
  ];
  const forgotten = exits.flatMap((exit) =>
    certainly(without)
      .filter((span) => span.from <= exit && exit <= span.to)
      .map((span) => ({ from: exit, to: span.to })),
  );
  const stale = frozen
    .map((span) => ({ from: span.requested + maxAgeMs - clockGrainMs, until: span.possible.to, span }))
    .filter(({ from, until }) => from <= until)
    .map(({ from, span }) => ({ from, to: lingering(span).to }));
  const skewed = skews.map(({ span }) => lingering(span));
  return {
    unusable: [
      ...certainly([...frozen, ...without]).flatMap((span) =>
        startingLater([span], maxAgeMs + setBackMs(skews, span, maxAgeMs) + clockGrainMs),
      ),
      ...forgotten,
    ],
    mayBeStale: [...gone, ...stale, ...replayed.map(lingering), ...skewed],
    mayBeMissing: [...gone, ...skewed],
  };
}

function replayedMs({ effect }: FaultSpan): number {
  return effect.kind === 'input-stale' ? effect.ageMs : -Infinity;
}

interface Skew {
  readonly span: FaultSpan;
  readonly skewMs: number;
}

function skewsOf(facts: WorldFacts, replica: string): readonly Skew[] {
  return spansOn(facts.faults, replica, 'app').flatMap((span) =>
    span.effect.kind === 'clock-skewed' ? [{ span, skewMs: span.effect.skewMs }] : [],
  );
}

/** By how much a value may seem younger than it is, of those that may be held in the interval. */
function setBackMs(skews: readonly Skew[], during: Interval, maxAgeMs: number): number {
  return skews.reduce((most, { span, skewMs }) => {
    const held = { from: span.requested, to: span.lingersUntil + maxAgeMs - Math.min(0, skewMs) };
    return overlaps(held, during) ? Math.max(most, -skewMs) : most;
  }, 0);
}
