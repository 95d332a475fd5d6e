import type { DecisionInput } from '../../../contract/contract.ts';
import type { Entity } from '../../engine/engine.ts';

/** A value as it came from its source. */
export interface HeldInput {
  readonly value: unknown;
  /** How old the source said it was, or seemed by its time stamp, in milliseconds. */
  readonly ageOnArrivalMs: number;
  /** Monotonic milliseconds. */
  readonly arrivedAt: number;
}

/** Age at the moment `now`. A source whose clock is ahead of ours makes nothing younger than its arrival. */
export function ageOf(held: HeldInput, now: number): number {
  return Math.max(0, held.ageOnArrivalMs) + (now - held.arrivedAt);
}

/** Whether a value may be used, else why not. */
type InputJudgement = { readonly kind: 'usable' } | { readonly kind: 'deny'; readonly reason: string };

/** Whether a decision may rest on a value, by what the contract says of stale and missing ones. */
export function judgeInput(
  input: Pick<DecisionInput, 'maxAgeMs' | 'onStale' | 'onMissing'> & { readonly name: string },
  held: HeldInput | undefined,
  now: number,
): InputJudgement {
  if (held === undefined)
    return input.onMissing === 'deny' ? deny(`${input.name} is missing`) : { kind: 'usable' };
  const { maxAgeMs } = input;
  if (maxAgeMs === null || input.onStale === 'ignore') return { kind: 'usable' };
  const ageMs = ageOf(held, now);
  if (ageMs > maxAgeMs) return deny(`${input.name} is stale: ${Math.round(ageMs)} ms old`);
  return { kind: 'usable' };
}

/** How far the clock of a source may be ahead of ours before its time stamps are worth nothing. */
const clockLeewayMs = 1_000;

/**
 * Why what a source gave as a value is none; undefined where it is one. A stamp that lies further in the future than
 * clocks differ would keep the value young for as long, and a value of another type would be compared with nothing.
 */
export function notAValue(
  { type, maxAgeMs }: Pick<DecisionInput, 'type' | 'maxAgeMs'>,
  { value, ageOnArrivalMs }: Pick<HeldInput, 'value' | 'ageOnArrivalMs'>,
): string | undefined {
  if (type !== null && typeof value !== typeofs[type]) return `a value that is no ${type}`;
  if (!Number.isFinite(ageOnArrivalMs)) return 'a value without a time stamp';
  if (maxAgeMs !== null && -ageOnArrivalMs > maxAgeMs + clockLeewayMs) return 'a value of the future';
  return undefined;
}

const typeofs = { text: 'string', number: 'number', boolean: 'boolean' } as const;

/** The newest value of every input by subject. */
interface HeldInputs {
  get(name: string, subject: Entity): HeldInput | undefined;
  /** Keeps a value unless a fresher one is held, and returns the fresher of the two. */
  keep(name: string, subject: Entity, value: HeldInput): HeldInput;
}

const capacity = 10_000;

/** Values are kept in memory; when there are too many, the oldest go first. */
export function createHeldInputs(): HeldInputs {
  const kept = new Map<string, HeldInput>();
  return {
    get: (name, subject) => kept.get(keyOf(name, subject)),
    keep(name, subject, value) {
      const key = keyOf(name, subject);
      const before = kept.get(key);
      // Answers can overtake each other.
      if (before !== undefined && ageOf(before, value.arrivedAt) < ageOf(value, value.arrivedAt))
        return before;
      kept.delete(key);
      kept.set(key, value);
      const [oldest] = kept.keys();
      if (kept.size > capacity && oldest !== undefined) kept.delete(oldest);
      return value;
    },
  };
}

function keyOf(name: string, subject: Entity): string {
  return JSON.stringify([name, subject.type, subject.id]);
}

function deny(reason: string): InputJudgement {
  return { kind: 'deny', reason };
}
