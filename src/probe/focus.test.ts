import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Focus, Series, Turn } from './focus.ts';
import { focusOn } from './focus.ts';

const allIn = (): boolean => true;
const answersAfterMs = 2;

/** Plays a focus in made-up time against series each of which changes over at a moment of its own. */
function play(given: {
  readonly perSecond: number;
  /** When each series changes over; its cell is its position. */
  readonly changesAt: readonly number[];
  readonly untilMs: number;
  readonly isIn?: (replica: string, at: number) => boolean;
}): readonly Turn[] {
  const series = given.changesAt.map((_, cell): Series => ({ cell, replica: `r${cell % 3}` }));
  const focus = focusOn({ series, perSecond: given.perSecond, fromMs: 0 });
  const turns: Turn[] = [];
  const underWay: Turn[] = [];
  let now = 0;
  for (;;) {
    const { isIn } = given;
    const turn = focus.next(now, isIn === undefined ? allIn : (replica) => isIn(replica, now));
    const answered = underWay[0];
    const answerAt = answered === undefined ? Infinity : answered.atMs + answersAfterMs;
    // With nobody there, time goes on until somebody may be.
    const turnAt = turn?.atMs ?? Infinity;
    if (Math.min(turnAt, answerAt) === Infinity) {
      if (isIn === undefined) return turns;
      now += 1;
    } else if (answered !== undefined && answerAt <= turnAt) {
      underWay.shift();
      focus.ended(answered);
      now = answerAt;
      const isNew = answered.atMs >= (given.changesAt[answered.cell] ?? Infinity);
      focus.note({ ...answered, sent: answered.atMs, received: answerAt, isNew });
    } else if (turn !== undefined) {
      now = turn.atMs;
      focus.take(turn);
      turns.push(turn);
      underWay.push(turn);
    }
    if (now > given.untilMs) return turns;
  }
}

/** Takes turns until there are none. */
function askAll(focus: Focus): readonly Turn[] {
  const turns: Turn[] = [];
  for (let turn = focus.next(0, allIn); turn !== undefined; turn = focus.next(0, allIn)) {
    focus.take(turn);
    turns.push(turn);
  }
  return turns;
}

function shortestGap(turns: readonly Turn[]): number {
  return Math.min(...turns.slice(1).map(({ atMs }, index) => atMs - (turns[index]?.atMs ?? 0)));
}

const plays = fc.record({
  perSecond: fc.integer({ min: 1, max: 1_000 }),
  changesAt: fc.array(fc.integer({ min: 0, max: 1_500 }), { minLength: 1, maxLength: 24 }),
});

describe('a focus', () => {
  it('asks no more than its rate in all, and no series more than 200 times a second', () => {
    fc.assert(
      fc.property(plays, ({ perSecond, changesAt }) => {
        const turns = play({ perSecond, changesAt, untilMs: 2_000 });
        expect(shortestGap(turns)).toBeGreaterThanOrEqual(1_000 / perSecond - 1e-6);
        for (const cell of changesAt.keys())
          expect(shortestGap(turns.filter((turn) => turn.cell === cell))).toBeGreaterThanOrEqual(5 - 1e-6);
      }),
    );
  });

  it('leaves no series that has not changed over for longer than its fair share', () => {
    fc.assert(
      fc.property(plays, ({ perSecond, changesAt }) => {
        const turns = play({ perSecond, changesAt, untilMs: 1_500 });
        // A quarter at most goes to those that have changed over; one question of each may come in between.
        const fairMs = Math.max(5, (changesAt.length * 1_000) / perSecond / 0.75);
        const boundMs = 2 * fairMs + (changesAt.length * 1_000) / perSecond;
        for (const [cell, until] of changesAt.entries()) {
          const asked = turns.flatMap((turn) => (turn.cell === cell && turn.atMs < until ? [turn.atMs] : []));
          for (const [index, at] of [...asked, Math.min(until, 1_500)].entries())
            expect(at - (asked[index - 1] ?? 0)).toBeLessThanOrEqual(boundMs);
        }
      }),
    );
  });

  it('gives the whole rate to the last one, and then only looks after them for a while', () => {
    const changesAt = [10, 20, 30, 40, 50, 60, 70, 1_000];
    const turns = play({ perSecond: 400, changesAt, untilMs: 10_000 });
    const last = turns.filter(({ cell, atMs }) => cell === 7 && atMs > 500 && atMs < 1_000);
    expect(last.length).toBeGreaterThanOrEqual(98);
    const others = turns.filter(({ cell, atMs }) => cell !== 7 && atMs > 500 && atMs < 1_000);
    expect(others.length).toBeLessThanOrEqual(7 * 3);
    const end = turns.at(-1)?.atMs ?? 0;
    expect(end).toBeGreaterThan(1_400);
    expect(end).toBeLessThan(1_600);
  });

  it('goes back to one that shows the old answer again, even after it was over', () => {
    const series = { cell: 0, replica: 'r0' };
    const focus = focusOn({ series: [series], perSecond: 100, fromMs: 0 });
    const note = (sent: number, isNew: boolean | undefined): boolean =>
      focus.note({ ...series, sent, received: sent + 1, isNew });
    for (const sent of [-1, 0]) expect(note(sent, true)).toBe(false);
    expect(note(10, true)).toBe(false);
    // Neither one nor the other: an answer without a decision tells nothing.
    expect(note(15, undefined)).toBe(false);
    expect(note(20, true)).toBe(true);
    expect(focus.next(900, allIn)).toBeUndefined();
    expect(note(900, false)).toBe(true);
    expect(focus.next(900, allIn)).toEqual({ ...series, atMs: 901 });
    // Asked for before the last old answer had come.
    for (const sent of [900.5, 901, 902]) note(sent, true);
    expect(focus.next(903, allIn)).toBeDefined();
    expect(focus.next(2_000, allIn)).toBeDefined();
    expect(note(903, true)).toBe(true);
    expect(focus.next(2_000, allIn)).toBeUndefined();
  });

  it('asks nobody who is not there, and again whoever is back', () => {
    const turns = play({
      perSecond: 300,
      changesAt: [600, 600, 600],
      untilMs: 600,
      isIn: (replica, at) => replica !== 'r0' || at > 300,
    });
    expect(turns.filter(({ replica, atMs }) => replica === 'r0' && atMs <= 300)).toEqual([]);
    expect(turns.filter(({ replica }) => replica === 'r0').length).toBeGreaterThan(25);
  });

  it('asks no more while too many have not answered, in all or of one series, and says when that is over', () => {
    const series = ['r0', 'r1', 'r2'].map((replica) => ({ cell: 0, replica }));
    const focus = focusOn({ series, perSecond: 100, fromMs: 0 });
    const asked = askAll(focus);
    expect(asked).toHaveLength(8);
    expect(asked.slice(0, 2).map((turn) => focus.ended(turn))).toEqual([true, false]);

    const one = focusOn({ series: series.slice(0, 1), perSecond: 100, fromMs: 0 });
    const [first, second, ...others] = askAll(one);
    expect(others).toHaveLength(2);
    expect([first, second].map((turn) => turn !== undefined && one.ended(turn))).toEqual([true, false]);
    expect(one.next(0, allIn)).toBeDefined();
  });

  it('has no more under way at a higher rate, since they would only wait for each other', () => {
    const series = Array.from({ length: 16 }, (_, nth) => ({ cell: nth % 2, replica: `r${nth >> 1}` }));
    expect(askAll(focusOn({ series, perSecond: 1_000, fromMs: 0 }))).toHaveLength(8);
  });

  it('skips what it is told to', () => {
    const focus = focusOn({ series: [{ cell: 0, replica: 'r0' }], perSecond: 100, fromMs: 0 });
    focus.skipTo(50);
    focus.skipTo(40);
    expect(focus.next(0, allIn)?.atMs).toBe(50);
  });

  it('watches nothing where there is nothing to watch', () => {
    expect(focusOn({ series: [], perSecond: 100, fromMs: 0 }).next(0, allIn)).toBeUndefined();
  });
});
