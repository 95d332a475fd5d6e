import { mix32, seededRandom, shuffled } from './random.ts';

/** One probe that the schedule wants sent. */
export interface Arrival {
  /** From 0, in order of intended time. */
  readonly id: number;
  /** Milliseconds since the schedule's start. */
  readonly atMs: number;
  /** Index into the plan's cells. */
  readonly cell: number;
  readonly replica: string;
}

export interface ScheduleOptions {
  readonly seed: number;
  readonly cells: number;
  readonly replicas: readonly string[];
  readonly ratePerSecond: number;
}

/** Endless open-loop arrivals: when a probe is sent never depends on how an earlier one was answered. */
export interface Schedule {
  /** Arrival number `id`, whenever it is asked for and in whatever order. */
  arrival(id: number): Arrival;
  /** How many arrivals were due by `atMs` (one is due at 0). */
  dueBy(atMs: number): number;
  /** From `atMs` on, arrivals come at this rate; the one that was on its way by then comes by so much sooner or later. Times must not go back. */
  changeRate(atMs: number, ratePerSecond: number): void;
}

/**
 * Arrival `i` is at `i / rate`, as long as the rate stays the same. Every round covers each cell on each replica once, in an order drawn from the
 * seed and the round's number, so no two rounds beat with a period of the application.
 */
export function openLoopSchedule(options: ScheduleOptions): Schedule {
  const { seed, cells, replicas, ratePerSecond } = options;
  const perRound = cells * replicas.length;
  if (perRound === 0 || !(ratePerSecond > 0))
    throw new RangeError('A schedule needs a cell, a replica and a rate above 0.');
  const first: Stretch = { fromMs: 0, fromCount: 0, intervalMs: 1_000 / ratePerSecond };
  const later: Stretch[] = [];
  const stretchOf = (holds: (stretch: Stretch) => boolean): Stretch => later.findLast(holds) ?? first;
  let round = -1;
  let order: readonly number[] = [];

  return {
    arrival: (id) => {
      const wanted = Math.floor(id / perRound);
      if (wanted !== round) {
        round = wanted;
        order = shuffled(perRound, seededRandom(mix32(seed) ^ mix32(~round)));
      }
      const slot = order[id % perRound] ?? 0;
      return {
        id,
        atMs: timeOf(
          id,
          stretchOf(({ fromCount }) => fromCount <= id),
        ),
        cell: slot % cells,
        replica: replicas[Math.floor(slot / cells)] ?? '',
      };
    },
    dueBy: (atMs) => {
      if (atMs < 0) return 0;
      const stretch = stretchOf(({ fromMs }) => fromMs <= atMs);
      return Math.floor(countAt(atMs, stretch) + 1e-9) + 1;
    },
    changeRate: (atMs, rate) => {
      const last = stretchOf(() => true);
      if (!(rate > 0) || atMs < last.fromMs)
        throw new RangeError('A rate is above 0 and changes after the last change.');
      if (1_000 / rate === last.intervalMs) return;
      later.push({ fromMs: atMs, fromCount: countAt(atMs, last), intervalMs: 1_000 / rate });
    },
  };
}

/** A time of one rate. `fromCount` is how many arrivals there were by its start, and what part of the next had passed. */
interface Stretch {
  readonly fromMs: number;
  readonly fromCount: number;
  readonly intervalMs: number;
}

function timeOf(count: number, { fromMs, fromCount, intervalMs }: Stretch): number {
  return fromMs + (count - fromCount) * intervalMs;
}

function countAt(atMs: number, { fromMs, fromCount, intervalMs }: Stretch): number {
  return fromCount + (atMs - fromMs) / intervalMs;
}
