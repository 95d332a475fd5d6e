import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Bench } from './testing/bench.ts';
import { of, outage, recovery, setUpBench, steady } from './testing/bench.ts';

let bench: Bench;
beforeEach(async () => {
  bench = await setUpBench();
});
afterEach(() => bench.clear());

describe('an end before the end', () => {
  it('by an interrupt heals, proves and closes the journal', async () => {
    const interrupt = new AbortController();
    const { outcome, journal } = await bench.conduct([steady, { ...outage, forMs: 60_000 }, recovery], {
      signal: interrupt.signal,
      onProgress: (news) => {
        if (news.kind === 'fault' && news.edge === 'effective') interrupt.abort();
      },
    });
    expect(outcome).toMatchObject({ kind: 'ended', reason: 'interrupted', cleanedUp: true });
    expect(of(journal, 'fault').map(({ edge }) => edge)).toEqual([
      'requested',
      'effective',
      'heal-requested',
      'healed',
    ]);
    expect(of(journal, 'cleanup').map(({ step }) => step)).toEqual([
      'stop probing',
      'heal outage/1',
      'stop watching',
      'stop reading the decision log',
      'stop watching the machine',
      'stop r0',
    ]);
    expect(journal.events.at(-1)).toMatchObject({ type: 'end', reason: 'interrupted' });
  });

  it('by an interrupt at the moment of the request injects nothing behind the back of the cleanup', async () => {
    const interrupt = new AbortController();
    const { outcome, journal } = await bench.conduct([steady, outage], {
      signal: interrupt.signal,
      onProgress: (news) => {
        if (news.kind === 'fault' && news.edge === 'requested') interrupt.abort();
      },
    });
    expect(outcome).toMatchObject({ reason: 'interrupted', cleanedUp: true });
    expect(bench.world.deeds).toEqual(['stop']);
    expect(of(journal, 'fault').map(({ edge }) => edge)).toEqual(['requested', 'failed']);
  });

  it('by a listener that fails still takes everything away', async () => {
    const error = new Error('EPIPE');
    const { outcome } = await bench.conduct([steady, { ...outage, forMs: 60_000 }], {
      onProgress: (news) => {
        if (news.kind === 'fault') throw error;
      },
    });
    expect(outcome).toMatchObject({ kind: 'broken', error, cleanedUp: true });
    expect(bench.world.deeds.at(-1)).toBe('stop');
  });

  it('by a second interrupt proves nothing more but takes everything away', async () => {
    const interrupt = new AbortController();
    const hasten = new AbortController();
    const { outcome } = await bench.conduct([steady, { ...outage, forMs: 60_000 }], {
      signal: interrupt.signal,
      hasten: hasten.signal,
      onProgress: (news) => {
        if (news.kind !== 'fault' || news.edge !== 'effective') return;
        // No canary will ever be content, so only haste ends the proving.
        bench.world.faulty.canary = 'ECONNREFUSED';
        interrupt.abort();
        hasten.abort();
      },
      timing: { proofWithinMs: 600_000 },
    });
    expect(outcome).toMatchObject({ reason: 'interrupted', cleanedUp: false });
    expect(bench.world.deeds.slice(-2)).toEqual(['heal policy-service', 'stop']);
  });

  it('before it began starts nothing', async () => {
    const { outcome, journal } = await bench.conduct([steady], { signal: AbortSignal.abort() });
    expect(outcome).toMatchObject({ reason: 'interrupted', cleanedUp: true });
    expect(journal.events.map(({ type }) => type)).toEqual(['end']);
    expect(bench.world.deeds).toEqual([]);
  });

  it('by a process that ends is on record, and everything is taken away', async () => {
    const { outcome, journal } = await bench.conduct([steady, { ...outage, forMs: 60_000 }, recovery], {
      onProgress: (news) => {
        if (news.kind === 'fault' && news.edge === 'effective')
          bench.world.crash({ name: 'r0', pid: 4_000_001, code: null, signal: 'SIGKILL' });
      },
    });
    expect(outcome).toMatchObject({
      kind: 'ended',
      reason: 'failed',
      note: 'r0 ended by SIGKILL although nobody had asked it to',
    });
    expect(of(journal, 'process').at(-1)).toMatchObject({ name: 'r0', edge: 'exited', expected: false });
    expect(bench.world.deeds.slice(-2)).toEqual(['heal policy-service', 'stop']);
  });

  it('by an environment that does not start is told apart from a drill', async () => {
    const error = new Error('port in use');
    const { outcome, journal } = await bench.conduct([steady], {
      startEnvironment: () => Promise.reject(error),
    });
    expect(outcome).toMatchObject({ kind: 'environment', error, cleanedUp: true });
    expect(journal.events.at(-1)).toMatchObject({ type: 'end', reason: 'failed', note: 'port in use' });
  });

  it('by a target that cannot be driven stops the environment', async () => {
    await rm(join(bench.folder, 'key.json'));
    const { outcome } = await bench.conduct([steady]);
    expect(outcome).toMatchObject({ kind: 'environment', cleanedUp: true });
    expect(bench.world.deeds).toEqual(['stop']);
  });
});
