import type { Mode } from '../model/decision.ts';
import type { Attribution } from './attribution.ts';
import { isBroken } from './judge-observation.ts';
import type { JudgedObservation } from './judge-observation.ts';
import type { FaultSpan } from './world/fault-span.ts';

/**
 * What is kept of observations that have something wrong in common: how many there are, and what a reader is told of them. It
 * stays small however many there are, as of an application that gets everything wrong for a million times.
 */
export interface Members {
  readonly count: number;
  /** How many of them broke the contract by their own verdict. */
  readonly broken: number;
  /** The first that was sent. */
  readonly first: JudgedObservation | undefined;
  readonly lastSent: number;
  readonly lastReceived: number;
  readonly whens: ReadonlySet<Attribution['when']>;
  readonly faults: ReadonlySet<FaultSpan | null>;
  readonly replicas: ReadonlySet<string>;
  readonly modes: ReadonlySet<Mode>;
  readonly revisions: ReadonlySet<number>;
  /** By the application's own account; `-Infinity` where it gave none. */
  readonly oldestAgeMs: number;
  readonly slowestMs: number;
  /** The first few that differ: why there was no decision, or the outcome where nothing was said. */
  readonly errors: ReadonlySet<string>;
  /** The first few that differ. */
  readonly exposed: ReadonlySet<string>;
  /** The first few ids. */
  readonly decisions: readonly string[];
}

/** Members as they are being gathered. */
export interface Gathering {
  /** In order of sending. */
  add(one: JudgedObservation): void;
  members(): Members;
}

/** How many examples of anything a reader is shown. */
export const shownExamples = 3;

/** Nobody yet. */
export function gathering(): Gathering {
  const sets = {
    whens: new Set<Attribution['when']>(),
    faults: new Set<FaultSpan | null>(),
    replicas: new Set<string>(),
    modes: new Set<Mode>(),
    revisions: new Set<number>(),
    errors: new Set<string>(),
    exposed: new Set<string>(),
  };
  const decisions: string[] = [];
  const figures = {
    count: 0,
    broken: 0,
    lastSent: 0,
    lastReceived: 0,
    oldestAgeMs: -Infinity,
    slowestMs: 0,
  };
  let first: JudgedObservation | undefined;

  function add(one: JudgedObservation): void {
    const { seen } = one;
    first ??= one;
    figures.count += 1;
    if (isBroken(one)) figures.broken += 1;
    figures.lastSent = seen.sent;
    figures.lastReceived = Math.max(figures.lastReceived, seen.received);
    figures.oldestAgeMs = Math.max(figures.oldestAgeMs, seen.ageMs ?? -Infinity);
    figures.slowestMs = Math.max(figures.slowestMs, seen.received - seen.sent);
    sets.whens.add(one.when);
    sets.faults.add(one.fault);
    sets.replicas.add(seen.replica);
    if (seen.mode !== undefined) sets.modes.add(seen.mode);
    if (seen.revision !== undefined) sets.revisions.add(seen.revision);
    if (sets.errors.size < shownExamples) sets.errors.add(seen.error ?? seen.outcome);
    for (const field of seen.exposed ?? []) if (sets.exposed.size < shownExamples) sets.exposed.add(field);
    if (decisions.length < shownExamples && seen.said.hasId) decisions.push(seen.decisionId ?? '');
  }

  return { add, members: () => ({ ...figures, ...sets, first, decisions }) };
}

/** The members of a list that is in order of sending. */
export function membersOf(all: Iterable<JudgedObservation>): Members {
  const gathered = gathering();
  for (const one of all) gathered.add(one);
  return gathered.members();
}
