import type { Contract } from '../../contract/contract.ts';
import type { Rollback, RollbackPhase } from '../../model/result.ts';
import { formatMs } from '../../model/time.ts';

/** Advice is given on what is at least this share of the time, and more than it may be wrong by. */
const leastShare = 0.1;
const leastMs = 50;

/** One piece of advice. */
export interface Piece {
  /** What following it could save; 0 where it saves no time. */
  readonly savesMs: number;
  readonly text: string;
}

/** The stretches that a rollback's total is made of. */
export interface Stretches {
  readonly measured: Omit<Rollback, 'advice'>;
  readonly policy: Contract['policy'];
  readonly totalMs: number;
  readonly publicationMs: number;
  /** Until the last point had the good revision. */
  readonly activationMs: number;
  readonly residueMs: number;
  /** Points that were seen to take up the good revision, the last one first. */
  readonly points: readonly RollbackPhase[];
}

/** @returns null where the total is not known */
export function stretchesOf(
  measured: Omit<Rollback, 'advice'>,
  policy: Contract['policy'],
): Stretches | null {
  const { phases, totalMs } = measured;
  const published = phases.find(({ phase }) => phase === 'publication');
  if (totalMs === null || totalMs <= 0 || published === undefined) return null;
  const residueMs = phases.find(({ phase }) => phase === 'residue')?.ms ?? 0;
  const activationMs = Math.max(0, totalMs - published.ms - residueMs);
  const points = phases
    .filter(({ phase, to }) => phase === 'activation' && to <= published.to + activationMs + 1)
    .toSorted((a, b) => b.to - a.to);
  return { measured, policy, totalMs, publicationMs: published.ms, activationMs, residueMs, points };
}

/** Whether a stretch of time is long enough to speak of. */
export function counts(ms: number, ofMs: number, errorMs: number | undefined): boolean {
  return ms >= Math.max(leastMs, ofMs * leastShare) && ms > (errorMs ?? 0);
}

/** A part of a whole: `87 %`. */
export function share(ms: number, ofMs: number): string {
  return `${Math.min(100, Math.round((100 * ms) / ofMs))} %`;
}

/** A duration with no more digits than advice can keep. */
export function about(ms: number): string {
  const grain = ms < 1_000 ? 10 : 100;
  return formatMs(Math.round(ms / grain) * grain);
}
