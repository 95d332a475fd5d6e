import { describe, expect, it } from 'vitest';
import type { Progress } from '../conduct/progress.ts';
import { progressLine, progressReporter } from './progress-lines.ts';
import type { Streams } from './streams.ts';

const at = { scenario: 'refused', t: 3_900 };
const phase: Progress = { ...at, kind: 'phase', phase: 'outage', index: 1, of: 3 };
const counts: Progress = { ...at, kind: 'counts', decisions: 480, wrong: 2, unanswered: 1 };
const done: Progress = { ...at, kind: 'done', reason: 'completed', decisions: 960, wrong: 0, unanswered: 0 };

function screen(live: boolean): { streams: Streams; lines: string[]; statuses: string[] } {
  const lines: string[] = [];
  const statuses: string[] = [];
  const streams: Streams = {
    out: () => expect.unreachable(),
    err: (text) => lines.push(text),
    rewrite(line, status) {
      if (line !== undefined) lines.push(line);
      statuses.push(status);
    },
    color: false,
    live,
    columns: 80,
  };
  return { streams, lines, statuses };
}

describe('a line of progress', () => {
  it.for<[Progress, string | undefined]>([
    [phase, '  +3.9 s refused  phase 2/3 outage'],
    [counts, undefined],
    [done, '  +3.9 s refused  done: 960 decisions'],
    [
      {
        ...at,
        kind: 'fault',
        fault: 'outage/0',
        edge: 'effective',
        spec: { type: 'refused', on: 'policy-service' },
        proof: 'r0 ECONNREFUSED',
      },
      '  +3.9 s refused  refused policy-service effective (r0 ECONNREFUSED)',
    ],
    [
      { ...at, kind: 'gate', steady: false, reasons: ['r0 denied alice'] },
      '  +3.9 s refused  not steady yet: r0 denied alice',
    ],
    [
      { ...done, reason: 'interrupted', wrong: 3, note: 'by the user' },
      '  +3.9 s refused  interrupted: 960 decisions, 3 wrong (by the user)',
    ],
  ])('says what happened: %#', ([progress, line]) => {
    expect(progressLine(progress)).toBe(line);
  });
});

describe('progress', () => {
  it('only ever adds lines where nothing can be rewritten', () => {
    const { streams, lines, statuses } = screen(false);
    const { onProgress, close } = progressReporter(streams, 2);
    for (const progress of [phase, counts, done]) onProgress(progress);
    close();
    expect(lines).toHaveLength(2);
    expect(statuses).toEqual([]);
  });

  it('keeps a status of what runs and what was found on a terminal, and takes it away in the end', () => {
    const { streams, statuses } = screen(true);
    const { onProgress, close } = progressReporter(streams, 2);
    onProgress(phase);
    onProgress(counts);
    expect(statuses.at(-1)).toBe('0/2 done · 480 decisions, 2 wrong, 1 without a decision · refused outage');
    close();
    expect(statuses.at(-1)).toBe('');
  });
});
