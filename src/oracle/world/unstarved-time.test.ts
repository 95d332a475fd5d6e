import { describe, expect, it } from 'vitest';
import type { StallEvent } from '../../model/event.ts';
import { unstarvedTime } from './unstarved-time.ts';

const stall = (from: number, to: number, source: string, stalledMs = to - from): StallEvent => ({
  type: 'stall',
  from,
  to,
  source,
  stalledMs,
});

describe('time in which there was a processor', () => {
  it('passes like any other on a calm machine', () => {
    expect(unstarvedTime([]).after(1_000, 250)).toBe(1_250);
  });

  it('stands still while somebody on the way has none', () => {
    const time = unstarvedTime([stall(1_000, 2_900, 'policy-service')]);
    expect(time.after(500, 250)).toBe(750);
    expect(time.after(900, 250)).toBe(3_050);
    expect(time.after(2_000, 250)).toBe(3_150);
    expect(time.after(5_000, 250)).toBe(5_250);
  });

  it('passes by as much as each on the way had of a processor, one after the other', () => {
    const half = stall(0, 1_000, 'r0', 500);
    expect(unstarvedTime([half]).after(0, 250)).toBe(500);
    expect(unstarvedTime([half, stall(0, 1_000, 'fault-proxy', 250)]).after(0, 250)).toBe(1_000);
  });

  it('counts one replica of several, and not the harness', () => {
    const time = unstarvedTime([
      stall(0, 1_000, 'r0', 500),
      stall(0, 1_000, 'r1', 500),
      stall(0, 1_000, 'harness'),
    ]);
    expect(time.after(0, 250)).toBe(500);
  });

  it('goes by canaries where they saw more', () => {
    const time = unstarvedTime([stall(0, 1_000, 'r0', 100), stall(0, 1_000, 'canary r0.log-sink', 750)]);
    expect(time.after(0, 250)).toBe(1_000);
  });
});
