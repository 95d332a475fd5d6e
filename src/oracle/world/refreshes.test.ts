import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allowOnly, denyOnly } from '../answer-set.ts';
import { refreshesOf } from './refreshes.ts';
import type { Refresh } from './refreshes.ts';

const refresh = (from: number, to: number, parts: Partial<Refresh> = {}): Refresh => ({
  arrived: { from, to },
  decisions: allowOnly,
  revision: 1,
  certain: true,
  ...parts,
});

describe('which refreshes a cache may hold', () => {
  it('is the newest of those that had certainly arrived one after the other', () => {
    const first = refresh(0, 10);
    const second = refresh(20, 30, { decisions: denyOnly });
    const entry = refreshesOf([first, second]);
    expect(entry.candidates({ from: 40, to: 50 })).toEqual([second]);
    expect(entry.candidates({ from: 15, to: 18 })).toEqual([first]);
    expect(entry.filledBefore({ from: 15, to: 18 })).toBe(true);
  });

  it('is either of two that overlap, and one that may be arriving just now', () => {
    const first = refresh(0, 30);
    const second = refresh(20, 25);
    const coming = refresh(45, 60);
    const later = refresh(55, 70);
    const entry = refreshesOf([first, second, coming, later]);
    expect(entry.candidates({ from: 40, to: 50 })).toEqual([second, first, coming]);
  });

  it('is none before the first has certainly arrived', () => {
    const entry = refreshesOf([refresh(0, 30)]);
    expect(entry.filledBefore({ from: 20, to: 25 })).toBe(false);
    expect(entry.candidates({ from: 20, to: 25 })).toHaveLength(1);
  });

  it('an answer that nobody saw arrive replaces nothing', () => {
    const seen = refresh(0, 10);
    const unseen = refresh(20, 300, { certain: false });
    expect(refreshesOf([seen, unseen]).candidates({ from: 400, to: 410 })).toEqual([seen, unseen]);
    expect(refreshesOf([unseen]).filledBefore({ from: 400, to: 410 })).toBe(false);
  });

  it('a replica that was started again may have forgotten what came before', () => {
    expect(
      refreshesOf([refresh(0, 10)], { certain: [], possible: [20] }).filledBefore({ from: 30, to: 40 }),
    ).toBe(false);
    expect(
      refreshesOf([refresh(0, 10)], { certain: [], possible: [50] }).filledBefore({ from: 30, to: 40 }),
    ).toBe(true);
    expect(
      refreshesOf([refresh(22, 25)], { certain: [], possible: [20] }).filledBefore({ from: 30, to: 40 }),
    ).toBe(true);
  });

  it('always contains what the cache really holds, and never what was certainly replaced', () => {
    const span = fc.tuple(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 0, max: 80 }), fc.nat(100));
    fc.assert(
      fc.property(fc.array(span, { maxLength: 12 }), span, (spans, [from, length, at]) => {
        const all = spans.map(([start, takes]) => refresh(start, start + takes));
        // The hidden moment at which each really arrived.
        const moments = spans.map(([start, takes, part]) => start + (takes * part) / 100);
        const decided = from + (length * at) / 100;
        const during = { from, to: from + length };
        const found = refreshesOf(all).candidates(during);
        const held = all
          .map((one, index) => ({ one, moment: moments[index] ?? 0 }))
          .filter(({ moment }) => moment <= decided)
          .toSorted((a, b) => b.moment - a.moment);
        const newest = held.filter(({ moment }) => moment === held[0]?.moment).map(({ one }) => one);
        expect(found).toEqual(expect.arrayContaining(newest));
        expect(refreshesOf(all).filledBefore(during) && held.length === 0).toBe(false);
        for (const one of found) {
          const replaced = all.some(
            (other) => other.arrived.from > one.arrived.to && other.arrived.to <= during.from,
          );
          expect(replaced).toBe(false);
        }
      }),
    );
  });
});
