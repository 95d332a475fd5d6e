import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { watchStarvation } from './starvation.ts';
import type { StarvationSpan, StarvationWatch } from './starvation.ts';

/** A `/proc` whose figures the test sets. */
let proc: string;
let spans: StarvationSpan[];
let time: number;

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  proc = await mkdtemp(join(tmpdir(), 'proc-'));
  await mkdir(join(proc, 'self'));
  await mkdir(join(proc, '42'));
  await mkdir(join(proc, 'pressure'));
  spans = [];
  time = 0;
});
afterEach(async () => {
  vi.useRealTimers();
  await rm(proc, { recursive: true });
});

function waited(who: string, ms: number): Promise<void> {
  return writeFile(join(proc, who, 'schedstat'), `1 ${ms * 1e6} 1\n`);
}

function pressure(ms: number): Promise<void> {
  return writeFile(
    join(proc, 'pressure', 'cpu'),
    `some avg10=0.00 avg60=0.00 avg300=0.00 total=${ms * 1e3}\n`,
  );
}

function watch(): StarvationWatch {
  return watchStarvation({
    processes: [{ name: 'r0', pid: 42 }],
    now: () => time,
    onStarved: (span) => spans.push(span),
    proc,
  });
}

function pass(ms: number): void {
  time += ms;
  vi.advanceTimersByTime(ms);
}

describe('watchStarvation', () => {
  it('tells who had to wait, and when', async () => {
    await Promise.all([waited('self', 0), waited('42', 10), pressure(0)]);
    const watching = watch();
    expect(watching.sees).toBe('processes');
    await Promise.all([waited('42', 90), pressure(5_000)]);
    pass(50);
    watching.stop();
    expect(spans).toEqual([{ source: 'r0', from: -30, to: 50, stalledMs: 80 }]);
  });

  it('tells when it ends by itself, and ends with its process', async () => {
    await Promise.all([waited('self', 0), waited('42', 0)]);
    const watching = watch();
    await waited('self', 70);
    pass(50);
    await rm(join(proc, '42'), { recursive: true });
    for (let step = 0; step < 8; step++) pass(50);
    expect(spans).toEqual([{ source: 'harness', from: -20, to: 50, stalledMs: 70 }]);
    watching.stop();
    expect(spans).toHaveLength(1);
  });

  it('follows a process that was started in the place of another', async () => {
    await Promise.all([waited('self', 0), waited('42', 0)]);
    const watching = watch();
    await rm(join(proc, '42'), { recursive: true });
    await mkdir(join(proc, '43'));
    await waited('43', 500);
    watching.follow({ name: 'r0', pid: 43 });
    pass(50);
    // What it had waited before is nobody's business.
    await waited('43', 580);
    pass(50);
    watching.stop();
    expect(spans).toMatchObject([{ source: 'r0', stalledMs: 80 }]);
  });

  it('looks at the whole machine where single processes cannot be seen', async () => {
    await pressure(0);
    const watching = watch();
    expect(watching.sees).toBe('machine');
    await pressure(60);
    pass(50);
    watching.stop();
    expect(spans).toMatchObject([{ source: 'cpu', stalledMs: 60 }]);
  });

  it('says that it sees nothing', () => {
    const watching = watch();
    expect(watching.sees).toBe('nothing');
    pass(1_000);
    watching.stop();
    expect(spans).toEqual([]);
  });
});
