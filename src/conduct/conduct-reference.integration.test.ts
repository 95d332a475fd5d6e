import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startProcessEnvironment } from '../environment/process/process-environment.ts';
import type { Journal } from '../journal/reader.ts';
import { readJournal } from '../journal/reader.ts';
import { loadRun } from '../plan/load-run.ts';
import type { Plan } from '../plan/plan.ts';
import { readPlan } from '../plan/plan-schema.ts';
import { conductScenario } from './conduct-scenario.ts';
import type { ConductOutcome } from './outcome.ts';
import { of } from './testing/bench.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'authz-drill-reference-'));
});
afterEach(() => rm(folder, { recursive: true }));

describe('conducting the reference application for real', () => {
  it('breaks its policy service, proves it, sees the declared fallbacks, and leaves nothing behind', async () => {
    const { outcome, journal } = await conduct(
      shortened(await shippedPlan('policy-service/refused.yaml'), 0.4),
    );
    expect(outcome).toMatchObject({ kind: 'ended', reason: 'completed', cleanedUp: true });
    expect(of(journal, 'fault').map(({ edge }) => edge)).toEqual([
      'requested',
      'effective',
      'heal-requested',
      'healed',
    ]);
    const observations = of(journal, 'observation');
    expect(new Set(observations.map(({ mode }) => mode))).toEqual(
      new Set(['local', 'remote', 'cache', 'degrade', 'deny']),
    );
    const logged = new Set(of(journal, 'decision-log').map(({ decisionId }) => decisionId));
    const unlogged = observations.filter(
      ({ decisionId }) => decisionId !== undefined && !logged.has(decisionId),
    );
    expect(unlogged).toEqual([]);
    expect(readPlan(journal.header.plan)).toMatchObject({ error: undefined });
    expect(JSON.stringify(journal)).not.toMatch(/eyJ|PRIVATE/);
  });

  it('publishes a bad rule, detects it by its decisions and takes it back', async () => {
    const { outcome, journal } = await conduct(await shippedPlan('rollback/bad-deny.yaml'));
    expect(outcome).toMatchObject({ kind: 'ended', reason: 'completed', cleanedUp: true });
    expect(of(journal, 'change').map(({ edge, revision, policy }) => [edge, revision, policy])).toEqual([
      ['ordered', undefined, 'bad-deny'],
      ['served', 2, 'bad-deny'],
      ['detected', undefined, undefined],
      ['ordered', undefined, undefined],
      ['served', 3, 'good'],
    ]);
    const revisions = new Set(of(journal, 'observation').map(({ revision }) => revision));
    expect(revisions).toEqual(new Set([1, 2, 3]));
  });
});

async function shippedPlan(scenario: string): Promise<Plan> {
  const file = fileURLToPath(new URL(`../../scenarios/${scenario}`, import.meta.url));
  const { plans } = await loadRun([file], { seed: 1 });
  const [plan] = plans;
  if (plan === undefined) throw new Error(`${file} has no plan`);
  return plan;
}

/** The same events in less time. */
function shortened(plan: Plan, share: number): Plan {
  const cut = <Span extends { readonly from: number; readonly to: number }>(span: Span): Span =>
    Object.assign({}, span, { from: span.from * share, to: span.to * share });
  return { ...plan, phases: plan.phases.map(cut), faults: plan.faults.map(cut) };
}

async function conduct(plan: Plan): Promise<{ readonly outcome: ConductOutcome; readonly journal: Journal }> {
  const outcome = await conductScenario({
    plan,
    header: {
      runId: `test-${process.pid}`,
      index: 0,
      harness: { name: 'authz-drill', version: '0' },
      reproduce: '',
      defect: null,
      commit: null,
    },
    journalFile: join(folder, 'journal.ndjson'),
    startEnvironment: (_plan, signal) =>
      startProcessEnvironment({
        runId: `test-${process.pid}`,
        scenarioId: plan.scenario.id,
        replicas: plan.replicas,
        contractFile: plan.contractFile,
        proxyPort: 0,
        seed: plan.seed,
        defect: null,
        signal,
      }),
    // On a busy machine a cold application may take its time.
    timing: { gatePatience: 10 },
  });
  return { outcome, journal: await readJournal(outcome.journalFile) };
}
