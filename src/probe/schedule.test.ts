import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Schedule, ScheduleOptions } from './schedule.ts';
import { openLoopSchedule } from './schedule.ts';

const options: fc.Arbitrary<ScheduleOptions> = fc.record({
  seed: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
  cells: fc.integer({ min: 1, max: 12 }),
  replicas: fc.uniqueArray(fc.constantFrom('r0', 'r1', 'r2', 'r3'), { minLength: 1 }),
  ratePerSecond: fc.integer({ min: 1, max: 1_000 }),
});

describe('the open-loop schedule', () => {
  it('covers each cell on each replica exactly once a round', () => {
    fc.assert(
      fc.property(options, fc.nat(50), (given, round) => {
        const perRound = given.cells * given.replicas.length;
        const pairs = first(openLoopSchedule(given), (round + 1) * perRound)
          .slice(round * perRound)
          .map(({ cell, replica }) => `${cell} ${replica}`);
        expect(new Set(pairs).size).toBe(perRound);
      }),
    );
  });

  it('wants arrival i at i / rate, whatever became of those before', () => {
    fc.assert(
      fc.property(options, fc.nat(10_000), (given, id) => {
        expect(openLoopSchedule(given).arrival(id)).toMatchObject({
          id,
          atMs: id * (1_000 / given.ratePerSecond),
        });
      }),
    );
  });

  it('is the same for the same seed, in whatever order it is asked', () => {
    fc.assert(
      fc.property(options, fc.array(fc.nat(500)), (given, ids) => {
        const asked = openLoopSchedule(given);
        const inOrder = first(openLoopSchedule(given), 501);
        for (const id of ids) expect(asked.arrival(id)).toEqual(inOrder[id]);
      }),
    );
  });

  it('differs by seed and from round to round', () => {
    const given = { cells: 11, replicas: ['r0', 'r1'], ratePerSecond: 100 };
    const order = (seed: number): string =>
      JSON.stringify(
        first(openLoopSchedule({ seed, ...given }), 22).map(({ cell, replica }) => [cell, replica]),
      );
    expect(new Set([0, 1, 2, 3, 4, 5].map(order)).size).toBe(6);
    const cells = first(openLoopSchedule({ seed: 1, ...given }), 44).map(({ cell }) => cell);
    expect(cells.slice(0, 22)).not.toEqual(cells.slice(22));
  });

  it('knows how many are due: those at or before the moment', () => {
    fc.assert(
      fc.property(options, fc.nat(2_000), (given, id) => {
        const schedule = openLoopSchedule(given);
        const { atMs } = schedule.arrival(id);
        expect(schedule.dueBy(atMs)).toBe(id + 1);
        expect(schedule.dueBy(atMs - 500 / given.ratePerSecond)).toBe(id);
      }),
    );
  });

  it('keeps to one sequence for ever', () => {
    const given = { seed: 42, cells: 3, replicas: ['r0', 'r1'], ratePerSecond: 100 };
    // Written down once: a change here changes what every recorded seed means.
    const pairs = first(openLoopSchedule(given), 6).map(({ cell, replica }) => `${cell} ${replica}`);
    expect(pairs).toEqual(['1 r0', '0 r1', '1 r1', '0 r0', '2 r1', '2 r0']);
  });

  it('changes its rate without losing or moving what is due already, nor who is asked what', () => {
    const changes = fc.array(
      fc.record({ afterMs: fc.nat(3_000), ratePerSecond: fc.integer({ min: 1, max: 500 }) }),
      { minLength: 1, maxLength: 4 },
    );
    fc.assert(
      fc.property(options, changes, (given, changing) => {
        const schedule = openLoopSchedule(given);
        const plain = openLoopSchedule(given);
        let at = 0;
        let rate = given.ratePerSecond;
        for (const { afterMs, ratePerSecond } of changing) {
          at += afterMs;
          const due = schedule.dueBy(at);
          const before = first(schedule, due);
          schedule.changeRate(at, ratePerSecond);
          expect(schedule.dueBy(at)).toBe(due);
          expect(first(schedule, due)).toEqual(before);
          // What part of the next one had passed has passed; the rest goes by at the new rate.
          const next = schedule.arrival(due).atMs;
          expect(next).toBeGreaterThan(at - 1e-6);
          expect(next).toBeLessThanOrEqual(at + 1_000 / ratePerSecond + 1e-6);
          expect(schedule.arrival(due + 1).atMs - next).toBeCloseTo(1_000 / ratePerSecond, 5);
          rate = ratePerSecond;
        }
        expect(schedule.dueBy(at + 10_000) - schedule.dueBy(at)).toBeGreaterThanOrEqual(10 * rate - 1);
        for (const { id, cell, replica } of first(schedule, 50))
          expect(plain.arrival(id)).toMatchObject({ cell, replica });
      }),
    );
  });

  it('refuses a rate of 0 and an empty round', () => {
    const given = { seed: 1, cells: 1, replicas: ['r0'], ratePerSecond: 1 };
    expect(() => openLoopSchedule({ ...given, ratePerSecond: 0 })).toThrow(RangeError);
    expect(() => openLoopSchedule({ ...given, replicas: [] })).toThrow(RangeError);
    const schedule = openLoopSchedule(given);
    expect(() => schedule.changeRate(0, 0)).toThrow(RangeError);
    schedule.changeRate(100, 2);
    expect(() => schedule.changeRate(99, 3)).toThrow(RangeError);
  });
});

function first(schedule: Schedule, count: number): readonly ReturnType<Schedule['arrival']>[] {
  return Array.from({ length: count }, (_, id) => schedule.arrival(id));
}
