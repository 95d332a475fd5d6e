import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Bench } from './testing/bench.ts';
import { of, outage, recovery, setUpBench, steady } from './testing/bench.ts';
import { drillPlan } from './testing/drill-plan.ts';

let bench: Bench;
beforeEach(async () => {
  bench = await setUpBench();
});
afterEach(() => bench.clear());

describe('a gate', () => {
  it('that stays closed keeps everything from being injected', async () => {
    bench.world.faulty.aliceGets = 500;
    const { outcome, journal } = await bench.conduct([steady, outage, recovery], {
      timing: { gatePatience: 20 },
    });
    expect(outcome).toMatchObject({ kind: 'ended', reason: 'not-steady', cleanedUp: true });
    const [gate] = of(journal, 'gate');
    expect(gate).toMatchObject({ steady: false });
    expect(gate?.reasons).toContain('alice payment:approve payment/p-1 on r0: error instead of allow');
    expect((gate?.t ?? 0) - (of(journal, 'phase')[0]?.t ?? 0)).toBeGreaterThanOrEqual(2_000);
    expect(bench.world.deeds).toEqual(['stop']);
  });

  it('stays closed while a path is broken before anything was injected', async () => {
    bench.world.faulty.canary = 'ECONNREFUSED';
    const { outcome } = await bench.conduct([steady, outage], { timing: { gatePatience: 2 } });
    expect(outcome).toMatchObject({
      reason: 'not-steady',
      note: expect.stringContaining('path r0.log-sink: ECONNREFUSED'),
    });
  });

  it('opens late for an application that warms up slowly', async () => {
    bench.world.faulty.aliceGets = 500;
    const { outcome, journal } = await bench.conduct([steady, outage], {
      onProgress: (news) => {
        if (news.kind === 'counts' && news.t > 250) delete bench.world.faulty.aliceGets;
      },
    });
    expect(outcome).toMatchObject({ reason: 'completed' });
    expect(of(journal, 'gate')).toMatchObject([{ steady: true }]);
  });
});

describe('a fault that fails', () => {
  it('to be injected is on record before and after, and nothing is left to heal', async () => {
    bench.world.faulty.inject = new Error('no such proxy');
    const { outcome, journal } = await bench.conduct([steady, outage, recovery]);
    expect(outcome).toMatchObject({ reason: 'completed', cleanedUp: true });
    expect(of(journal, 'fault').map(({ edge, proof }) => [edge, proof])).toEqual([
      ['requested', undefined],
      ['failed', 'no such proxy'],
    ]);
  });

  it('to show is healed all the same', async () => {
    bench.world.faulty.invisible = true;
    const { journal } = await bench.conduct([steady, outage, recovery], { timing: { proofWithinMs: 100 } });
    expect(of(journal, 'fault').map(({ edge }) => edge)).toEqual([
      'requested',
      'failed',
      'heal-requested',
      'healed',
    ]);
    expect(bench.world.deeds).toContain('heal policy-service');
  });

  it('to be renewed has failed from then on', async () => {
    const { journal } = await bench.conduct([steady, outage, recovery], {
      timing: { renewEveryMs: 50 },
      onProgress: (news) => {
        if (news.kind === 'fault' && news.edge === 'effective')
          bench.world.faulty.renew = new Error('its lease ran out');
      },
    });
    expect(of(journal, 'fault').map(({ edge, proof }) => (edge === 'failed' ? proof : edge))).toEqual([
      'requested',
      'effective',
      'its lease ran out',
      'heal-requested',
      'healed',
    ]);
  });

  it('to heal is tried again in the cleanup, which then is not clean', async () => {
    bench.world.faulty.heal = new Error('stuck');
    const { outcome, journal } = await bench.conduct([steady, outage, recovery]);
    expect(outcome).toMatchObject({ reason: 'completed', cleanedUp: false });
    expect(bench.world.deeds.filter((deed) => deed === 'heal policy-service')).toHaveLength(2);
    expect(of(journal, 'fault').map(({ edge }) => edge)).toEqual([
      'requested',
      'effective',
      'heal-requested',
      'failed',
      'failed',
    ]);
    expect(of(journal, 'cleanup')).toContainEqual(
      expect.objectContaining({ step: 'heal outage/1', ok: false }),
    );
    expect(bench.world.deeds.at(-1)).toBe('stop');
  });
});

describe('the decision log', () => {
  it('is waited for, but not for ever', async () => {
    bench.world.faulty.unlogged = true;
    const plan = { ...drillPlan(bench.folder, [steady]), drainMs: 100 };
    const { outcome, journal } = await bench.conduct([steady], { plan });
    expect(outcome).toMatchObject({ reason: 'completed' });
    expect(of(journal, 'decision-log')).toEqual([]);
  });

  it('is read to its end after a drill that broke off', async () => {
    const { outcome, journal } = await bench.conduct([steady, recovery], {
      onProgress: ({ kind }) => {
        if (kind === 'gate') bench.world.crash({ name: 'r0', pid: 4_000_001, code: 1, signal: null });
      },
    });
    expect(outcome).toMatchObject({ reason: 'failed' });
    const logged = new Set(of(journal, 'decision-log').map(({ decisionId }) => decisionId));
    expect(of(journal, 'observation').every(({ decisionId }) => logged.has(decisionId ?? ''))).toBe(true);
  });

  it('that cannot be read is told at the end', async () => {
    bench.world.faulty.log = new Error('connect ECONNREFUSED');
    const plan = { ...drillPlan(bench.folder, [steady]), drainMs: 100 };
    const { outcome } = await bench.conduct([steady], { plan });
    expect(outcome).toMatchObject({ note: expect.stringMatching(/could not be read .* ECONNREFUSED/) });
  });
});
