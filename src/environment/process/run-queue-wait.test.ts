import { array, assert, integer, property, record } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parsePressure, parseSchedstat, trackWait } from './run-queue-wait.ts';
import type { Starvation, WaitSample } from './run-queue-wait.ts';

const limits = { thresholdMs: 50, windowMs: 250 };

/** Samples every 50 ms, each with how much longer the process had waited by then. */
function spansOf(growths: readonly number[]): Starvation[] {
  const tracker = trackWait(limits);
  let waitedMs = 1_000;
  const spans = growths.map((growth, index) => {
    waitedMs += growth;
    return tracker.observe({ before: index * 50, after: index * 50, waitedMs });
  });
  return [...spans, tracker.close()].filter((span) => span !== undefined);
}

describe('parseSchedstat', () => {
  it('reads the nanoseconds waited', () => {
    expect(parseSchedstat('29184873 1500000 411\n')).toBe(1.5);
  });

  it.each(['', '1 2', '1 x 3', '0 0 0 0'])('takes nothing else: %j', (text) => {
    expect(parseSchedstat(text)).toBeUndefined();
  });
});

describe('parsePressure', () => {
  it('reads the microseconds that somebody waited', () => {
    const text =
      'some avg10=0.86 avg60=0.91 avg300=1.03 total=18092243\nfull avg10=0.00 avg60=0.00 avg300=0.00 total=7\n';
    expect(parsePressure(text)).toBe(18_092.243);
  });

  it('takes nothing else', () => {
    expect(parsePressure('full avg10=0.00 avg60=0.00 avg300=0.00 total=7')).toBeUndefined();
  });
});

describe('trackWait', () => {
  it('says nothing of a process that hardly waits', () => {
    expect(spansOf(Array.from({ length: 40 }, () => 9))).toEqual([]);
  });

  it('says nothing of what a process had waited before it was watched', () => {
    expect(spansOf([5_000, 0, 0])).toEqual([]);
  });

  it('sees one long wait', () => {
    expect(spansOf([0, 0, 0, 45, 45, 0, 0, 0, 0, 0, 0, 0, 0])).toEqual([
      { from: 100, to: 200, stalledMs: 90 },
    ]);
  });

  it('sees many short waits that add up', () => {
    const [span] = spansOf([0, ...Array.from({ length: 10 }, () => 20)]);
    expect(span).toMatchObject({ from: 0, stalledMs: 200 });
  });

  it('dates a wait back to where it must have begun', () => {
    // The kernel adds a wait when it is over: 400 ms cannot have begun within the last 50.
    const tracker = trackWait(limits);
    tracker.observe({ before: 1_000, after: 1_000, waitedMs: 0 });
    tracker.observe({ before: 1_050, after: 1_050, waitedMs: 400 });
    expect(tracker.close()).toEqual({ from: 650, to: 1_050, stalledMs: 400 });
  });

  it('tells of starvation while it lasts', () => {
    const spans = spansOf(Array.from({ length: 60 }, () => 25));
    expect(spans.length).toBeGreaterThan(2);
    for (const { from, to } of spans) expect(to - from).toBeLessThan(1_300);
  });

  it('covers every step in which the wait grew beyond the threshold, and claims no more waiting than there was time', () => {
    const steps = array(
      record({ after: integer({ min: 10, max: 200 }), growth: integer({ min: 0, max: 80 }) }),
      { minLength: 2, maxLength: 60 },
    );
    assert(
      property(steps, (plan) => {
        const samples: WaitSample[] = [];
        let at = 0;
        let waitedMs = 0;
        for (const { after, growth } of plan) {
          at += after;
          // Nobody waits longer than time passes.
          waitedMs += Math.min(growth, after);
          samples.push({ before: at, after: at, waitedMs });
        }
        const tracker = trackWait(limits);
        const spans = [...samples.map((sample) => tracker.observe(sample)), tracker.close()].filter(
          (span) => span !== undefined,
        );
        samples.slice(1).forEach((sample, index) => {
          const before = samples[index] ?? sample;
          if (sample.waitedMs - before.waitedMs <= limits.thresholdMs) return;
          expect(spans.some(({ from, to }) => from <= before.after && to >= sample.before)).toBe(true);
        });
        for (const { from, to, stalledMs } of spans) {
          expect(stalledMs).toBeGreaterThan(limits.thresholdMs);
          expect(stalledMs).toBeLessThanOrEqual(to - from);
        }
      }),
    );
  });
});
