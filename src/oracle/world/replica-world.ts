import type { Contract, DecisionInput } from '../../contract/contract.ts';
import type { CanaryEvent, ProcessEvent } from '../../model/event.ts';
import type { Dependency } from '../../model/fault.ts';
import type { Interval } from '../../model/time.ts';
import { clockGrainMs } from './clock.ts';
import { concerns } from './fault-span.ts';
import type { FaultSpan } from './fault-span.ts';
import { certainSpans } from './lapses.ts';
import { joined, startingLater } from './outage.ts';
import type { Outage } from './outage.ts';

/** What one replica's decisions rest on, and when each of it was, or may have been, broken. */
export interface ReplicaWorld {
  readonly policyService: Outage;
  readonly logSink: Outage;
  /** When the replica's bundle was older than the contract lets it decide on. */
  readonly bundleExpired: Outage;
  /** Inputs that are fetched from a service, by name. */
  readonly inputs: ReadonlyMap<string, InputWorld>;
}

/** When an input cannot be fresh, and when it may be stale or missing. */
export interface InputWorld {
  /** No value that the replica can hold or get is fresh. */
  readonly unusable: readonly Interval[];
  readonly mayBeStale: readonly Interval[];
  readonly mayBeMissing: readonly Interval[];
}

/** What the worlds are made from. */
export interface WorldFacts {
  readonly contract: Contract;
  readonly faults: readonly FaultSpan[];
  readonly canaries: readonly CanaryEvent[];
  readonly exits: readonly ProcessEvent[];
}

/** The world as one replica meets it. */
export function replicaWorld(facts: WorldFacts, replica: string): ReplicaWorld {
  const inputs = new Map<string, InputWorld>();
  for (const [name, input] of Object.entries(facts.contract.inputs)) {
    if (!input.local) inputs.set(name, inputWorld(facts, replica, name, input));
  }
  return {
    policyService: outage(facts, replica, 'policy-service'),
    logSink: outage(facts, replica, 'log-sink'),
    bundleExpired: bundleExpired(facts, replica),
    inputs,
  };
}

function outage(facts: WorldFacts, replica: string, dependency: Dependency): Outage {
  const all = spansOn(facts, replica, dependency);
  const breaking = all.filter((span) => mayTakeAway(span));
  return {
    certain: joined(
      all.filter((span) => takesAway(span)).flatMap((span) => certainSpans(span, replica, facts.canaries)),
    ),
    possible: [...breaking.map(lingering), ...crashes(facts, dependency)],
  };
}

/**
 * An input is usable while the newest value that the replica can have is fresh. While its source is certainly out,
 * frozen or without the attribute, no value is newer than the moment this was proved (`certain.from`), so nothing is
 * fresh once `maxAge` has passed since. It may be called missing as soon as the source may be out (whether the replica
 * holds a value is not ours to know), but stale, while the source still answers, only once the oldest value
 * that the frozen source can give out (of the moment the fault was asked for) may be too old: a sound replica
 * that holds an older one asks again.
 */
function inputWorld(facts: WorldFacts, replica: string, name: string, input: DecisionInput): InputWorld {
  const all = spansOn(facts, replica, 'context-service');
  const frozen = all.filter((span) => span.effect.kind === 'input-frozen' && span.effect.input === name);
  const missing = all.filter(
    (span) => mayTakeAway(span) || (span.effect.kind === 'input-missing' && span.effect.input === name),
  );
  const certain = joined(
    [...frozen, ...missing.filter((span) => span.effect.kind !== 'maybe-out')].flatMap((span) =>
      certainSpans(span, replica, facts.canaries),
    ),
  );
  const gone = [...missing.map(lingering), ...crashes(facts, 'context-service')];
  const maxAge = input.maxAgeMs;
  return {
    unusable: maxAge === null ? [] : startingLater(certain, maxAge + clockGrainMs),
    mayBeStale:
      maxAge === null
        ? []
        : [
            ...gone,
            ...frozen
              .filter((span) => span.requested + maxAge - clockGrainMs <= span.possible.to)
              .map((span) => ({ from: span.requested + maxAge - clockGrainMs, to: lingering(span).to })),
          ],
    mayBeMissing: gone,
  };
}

/**
 * A bundle expires when it has not been confirmed for `policy.maxAge`. The last confirmation was at the latest when the
 * bundle service was proved out, and at the earliest one poll (and the time it took, for which one more is allowed) before
 * that was asked for.
 */
function bundleExpired(facts: WorldFacts, replica: string): Outage {
  const { maxAgeMs, pollEveryMs, onExpired } = facts.contract.policy;
  if (onExpired === 'keep') return { certain: [], possible: [] };
  const { certain } = outage(facts, replica, 'bundle-service');
  const possible = spansOn(facts, replica, 'bundle-service')
    .filter(mayTakeAway)
    .map((span) => ({
      from: span.requested + maxAgeMs - 2 * pollEveryMs,
      until: span.possible.to,
      to: lingering(span).to,
    }));
  return {
    certain: startingLater(certain, maxAgeMs + clockGrainMs),
    possible: [
      ...possible.filter((span) => span.from <= span.until).map(({ from, to }) => ({ from, to })),
      ...startingLater(crashes(facts, 'bundle-service'), maxAgeMs - 2 * pollEveryMs),
    ],
  };
}

/** Where a fault may have held, and after it the time in which a fallback may still go on. */
function lingering(span: FaultSpan): Interval {
  return { from: span.requested, to: span.lingersUntil + clockGrainMs };
}

function spansOn(facts: WorldFacts, replica: string, dependency: Dependency): readonly FaultSpan[] {
  return facts.faults.filter((span) => span.spec.on === dependency && concerns(span, replica));
}

/** A service of the environment, or the proxy before it, that ended unasked leaves everything behind it uncertain. */
function crashes(facts: WorldFacts, dependency: Dependency): readonly Interval[] {
  return facts.exits
    .filter((exit) => exit.name === dependency || exit.name === 'fault-proxy')
    .map((exit) => ({ from: exit.t - facts.contract.budgetMs, to: Infinity }));
}

function takesAway(span: FaultSpan): boolean {
  return span.effect.kind === 'out' || span.effect.kind === 'lying';
}

function mayTakeAway(span: FaultSpan): boolean {
  return takesAway(span) || span.effect.kind === 'maybe-out';
}
