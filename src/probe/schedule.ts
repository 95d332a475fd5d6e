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
}

/**
 * Arrival `i` is at `i / rate`. Every round covers each cell on each replica once, in an order drawn from the
 * seed and the round's number, so no two rounds beat with a period of the application.
 */
export function openLoopSchedule(options: ScheduleOptions): Schedule {
  const { seed, cells, replicas, ratePerSecond } = options;
  const perRound = cells * replicas.length;
  if (perRound === 0 || !(ratePerSecond > 0))
    throw new RangeError('A schedule needs a cell, a replica and a rate above 0.');
  const intervalMs = 1_000 / ratePerSecond;
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
        atMs: id * intervalMs,
        cell: slot % cells,
        replica: replicas[Math.floor(slot / cells)] ?? '',
      };
    },
    dueBy: (atMs) => (atMs < 0 ? 0 : Math.floor(atMs / intervalMs + 1e-9) + 1),
  };
}
