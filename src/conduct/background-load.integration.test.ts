import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Plan } from '../plan/plan.ts';
import type { Bench } from './testing/bench.ts';
import { of, outage, recovery, setUpBench, steady } from './testing/bench.ts';
import { drillPlan } from './testing/drill-plan.ts';

/** Not k6, but a program of the tests that keeps to its documentation. */
const standIn = join(import.meta.dirname, '../probe/k6/testing/k6-stand-in.ts');

let bench: Bench;
beforeEach(async () => {
  bench = await setUpBench();
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await bench.clear();
});

function loaded(): Plan {
  const plan = drillPlan(bench.folder, [steady, outage, recovery]);
  return {
    ...plan,
    load: { engine: 'k6', ratePerSecond: 40, thresholds: [{ phase: 'outage', p99Ms: 10_000 }] },
  };
}

describe('k6 on top of the probes', () => {
  it('is judged by the same journal, and told apart in it', async () => {
    vi.stubEnv('K6_PROGRAM', standIn);
    const { outcome, journal } = await bench.conduct([], { plan: loaded() });
    expect(outcome).toMatchObject({ reason: 'completed', cleanedUp: true });
    const events = of(journal, 'load');
    expect(events.map(({ edge }) => edge)).toEqual(['started', 'ended']);
    const observations = of(journal, 'observation');
    const byK6 = observations.filter(({ source }) => source === 'k6');
    expect(byK6.length).toBeGreaterThan(0);
    expect(events[1]).toMatchObject({ code: 0, asked: byK6.length, answered: byK6.length });
    expect(events[1]?.note).toBeUndefined();
    expect(new Set(observations.map(({ id }) => id)).size).toBe(observations.length);
    const [end] = of(journal, 'end');
    expect(end).toMatchObject({ achieved: observations.length - byK6.length });
  });

  it('that breaks leaves a journal that says so', async () => {
    vi.stubEnv('K6_PROGRAM', standIn);
    vi.stubEnv('AUTHZ_DRILL_STAND_IN', 'refuse');
    const { outcome, journal } = await bench.conduct([], { plan: loaded() });
    expect(outcome).toMatchObject({ reason: 'completed', cleanedUp: true });
    expect(of(journal, 'load')[1]).toMatchObject({
      edge: 'ended',
      code: 104,
      note: 'it ended with code 104, its options are not valid: there is a mistake in the options',
    });
  });

  it('that is not there is said once, and the prober asks in its place', async () => {
    vi.stubEnv('K6_PROGRAM', join(bench.folder, 'no-k6'));
    const { outcome, journal, heard } = await bench.conduct([], { plan: loaded() });
    expect(outcome).toMatchObject({ reason: 'completed', cleanedUp: true });
    const note = expect.stringMatching(/^k6 was asked for .+: the built-in prober asked instead$/);
    expect(of(journal, 'load')).toMatchObject([{ edge: 'absent', note }]);
    expect(heard.filter(({ kind }) => kind === 'load')).toMatchObject([{ note }]);
    expect(of(journal, 'observation').some(({ source }) => source === 'k6')).toBe(false);
  });
});
