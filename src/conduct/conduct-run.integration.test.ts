import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readJournal } from '../journal/reader.ts';
import type { Plan } from '../plan/plan.ts';
import type { ConductRunOptions } from './conduct-run.ts';
import { conductRun } from './conduct-run.ts';
import type { Bench } from './testing/bench.ts';
import { setUpBench, steady } from './testing/bench.ts';
import { drillPlan } from './testing/drill-plan.ts';
import { fakeWorld } from './testing/fake-environment.ts';

let bench: Bench;
beforeEach(async () => {
  bench = await setUpBench();
});
afterEach(() => bench.clear());

describe('a run of several scenarios', () => {
  it('conducts each in an environment of its own and keeps their order', async () => {
    const starts: string[] = [];
    let starting = 0;
    const outcomes = await conductRun({
      ...options(['a', 'b', 'c', 'd']),
      workers: 3,
      startEnvironment: async (plan) => {
        expect(++starting).toBe(1);
        starts.push(plan.scenario.id);
        const environment = await fakeWorld().startEnvironment(plan);
        starting--;
        return environment;
      },
    });
    expect(outcomes).toMatchObject(
      ['a', 'b', 'c', 'd'].map((scenario) => ({
        scenario,
        kind: 'ended',
        reason: 'completed',
        cleanedUp: true,
      })),
    );
    expect(starts).toEqual(['a', 'b', 'c', 'd']);
    const headers = await Promise.all(
      outcomes.map(async ({ journalFile }) => (await readJournal(journalFile)).header),
    );
    expect(headers.map(({ index, reproduce }) => [index, reproduce])).toEqual([
      [0, 'run a'],
      [1, 'run b'],
      [2, 'run c'],
      [3, 'run d'],
    ]);
  });

  it('goes on where an environment does not start', async () => {
    const outcomes = await conductRun({
      ...options(['a', 'b']),
      startEnvironment: (plan) =>
        plan.scenario.id === 'a' ? Promise.reject(new Error('no port')) : fakeWorld().startEnvironment(plan),
    });
    expect(outcomes).toMatchObject([
      { scenario: 'a', kind: 'environment', error: { message: 'no port' } },
      { scenario: 'b', kind: 'ended', reason: 'completed' },
    ]);
  });

  it('goes on where a journal cannot be opened', async () => {
    const given = options(['a', 'b']);
    await conductRun({ ...given, plans: given.plans.slice(0, 1) });
    const outcomes = await conductRun(given);
    expect(outcomes).toMatchObject([
      { scenario: 'a', kind: 'broken', error: { code: 'EEXIST' } },
      { scenario: 'b', kind: 'ended' },
    ]);
  });

  it('begins nothing more after an interrupt', async () => {
    const interrupt = new AbortController();
    const outcomes = await conductRun({
      ...options(['a', 'b', 'c']),
      signal: interrupt.signal,
      onProgress: ({ kind }) => {
        if (kind === 'phase') interrupt.abort();
      },
    });
    expect(outcomes).toMatchObject([
      { scenario: 'a', kind: 'ended', reason: 'interrupted', cleanedUp: true },
    ]);
    expect(await readdir(join(bench.folder, 'run'))).toEqual(['a.ndjson']);
  });
});

function options(ids: readonly string[]): ConductRunOptions {
  const plan = drillPlan(bench.folder, [steady]);
  return {
    plans: ids.map((id): Plan => ({ ...plan, scenario: { ...plan.scenario, id } })),
    headerFor: ({ scenario }) => ({
      runId: 'run',
      harness: { name: 'authz-drill', version: '0' },
      reproduce: `run ${scenario.id}`,
      defect: null,
      commit: null,
    }),
    folder: join(bench.folder, 'run'),
    workers: 1,
    startEnvironment: (one) => fakeWorld().startEnvironment(one),
    instruments: bench.world.instruments,
    timing: { gatePatience: 300, gateEveryMs: 20, watchEveryMs: 20 },
  };
}
