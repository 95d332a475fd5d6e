import { describe, expect, it } from 'vitest';
import { joined, mayBeOut, mustBeOut, startingLater } from './outage.ts';

describe('an outage', () => {
  const outage = { certain: [{ from: 20, to: 80 }], possible: [{ from: 10, to: 100 }] };

  it('is possible from the first shared moment on, edges included', () => {
    expect(mayBeOut(outage, { from: 0, to: 10 })).toBe(true);
    expect(mayBeOut(outage, { from: 0, to: 9.9 })).toBe(false);
    expect(mayBeOut(outage, { from: 100, to: 110 })).toBe(true);
    expect(mayBeOut(outage, { from: 100.1, to: 110 })).toBe(false);
  });

  it('is certain only for what lies wholly within', () => {
    expect(mustBeOut(outage, { from: 20, to: 80 })).toBe(true);
    expect(mustBeOut(outage, { from: 19, to: 30 })).toBe(false);
    expect(mustBeOut(outage, { from: 70, to: 81 })).toBe(false);
  });

  it('of two faults that touch is one, however they are ordered', () => {
    expect(
      joined([
        { from: 40, to: 60 },
        { from: 0, to: 50 },
        { from: 70, to: 80 },
      ]),
    ).toEqual([
      { from: 0, to: 60 },
      { from: 70, to: 80 },
    ]);
    expect(joined([{ from: 9, to: 3 }])).toEqual([]);
    expect(
      joined([
        { from: 0, to: 50 },
        { from: 10, to: 20 },
      ]),
    ).toEqual([{ from: 0, to: 50 }]);
  });

  it('can be cut at its beginning', () => {
    expect(
      startingLater(
        [
          { from: 0, to: 10 },
          { from: 20, to: 25 },
        ],
        6,
      ),
    ).toEqual([{ from: 6, to: 10 }]);
  });
});
