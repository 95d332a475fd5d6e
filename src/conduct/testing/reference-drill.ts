import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ProcessEnvironmentOptions } from '../../environment/process/options.ts';
import { startProcessEnvironment } from '../../environment/process/process-environment.ts';
import type { Journal } from '../../journal/reader.ts';
import { readJournal } from '../../journal/reader.ts';
import { loadRun } from '../../plan/load-run.ts';
import type { FaultSpec } from '../../model/fault.ts';
import type { PlannedChange, Plan } from '../../plan/plan.ts';
import { conductScenario } from '../conduct-scenario.ts';
import type { ConductOutcome } from '../outcome.ts';
import type { ProgressListener } from '../progress.ts';
import type { Timing } from '../timing.ts';

/** The plan of a scenario that is shipped. @param scenario path below `scenarios/` */
export async function shippedPlan(scenario: string): Promise<Plan> {
  const file = fileURLToPath(new URL(`../../../scenarios/${scenario}`, import.meta.url));
  const { plans } = await loadRun([file], { seed: 1 });
  const [plan] = plans;
  if (plan === undefined) throw new Error(`${file} has no plan`);
  return plan;
}

/** The same events in less time. */
export function shortened(plan: Plan, share: number): Plan {
  const cut = <Span extends { readonly from: number; readonly to: number }>(span: Span): Span =>
    Object.assign({}, span, { from: span.from * share, to: span.to * share });
  return { ...plan, phases: plan.phases.map(cut), faults: plan.faults.map(cut) };
}

/** What a test drills instead of what the plan has. */
export interface PhaseSpec {
  readonly name: string;
  readonly forMs: number;
  readonly ratePerSecond?: number;
  readonly faults?: readonly FaultSpec[];
  readonly changes?: readonly ChangeSketch[];
}

type ChangeSketch = WithoutPlace<PlannedChange>;
type WithoutPlace<Change> = Change extends unknown ? Omit<Change, 'id' | 'phase' | 'at'> : never;

/** The plan with other phases, the first of which is its gate. */
export function withPhases(plan: Plan, specs: readonly PhaseSpec[]): Plan {
  let at = 0;
  const placed = specs.map((spec) => {
    const from = at;
    at += spec.forMs;
    return { ...spec, from, to: at };
  });
  return {
    ...plan,
    phases: placed.map(({ name, from, to, ratePerSecond = plan.ratePerSecond }, index) => {
      const { normalWithinMs } = plan.contract;
      return { name, from, to, steady: index === 0, ratePerSecond, normalWithinMs };
    }),
    faults: placed.flatMap(({ name: phase, from, to, faults = [] }) =>
      faults.map((spec, index) => ({ id: `${phase}/${index + 1}`, phase, from, to, spec })),
    ),
    changes: placed.flatMap(({ name: phase, from, changes = [] }) =>
      changes.map((change, index) => ({
        id: `${phase}/${change.kind}-${index + 1}`,
        phase,
        at: from,
        ...change,
      })),
    ),
  };
}

interface ConductedReference {
  readonly outcome: ConductOutcome;
  readonly journal: Journal;
  /** Decisions that contradicted what was declared, as far as could be seen on the fly. */
  readonly wrong: number;
}

interface ReferenceDrillOptions extends Pick<
  ProcessEnvironmentOptions,
  'faultProxy' | 'policyService' | 'witnessFolder'
> {
  readonly timing?: Partial<Timing>;
  readonly onProgress?: ProgressListener;
}

/** Conducts a plan against the reference application, for real. */
export async function conductReference(
  plan: Plan,
  given: ReferenceDrillOptions = {},
): Promise<ConductedReference> {
  const { timing, onProgress, ...provided } = given;
  const folder = await mkdtemp(join(tmpdir(), 'authz-drill-reference-'));
  let wrong = 0;
  try {
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
          release: plan.contract.policy.distribution === 'release',
          proxyPort: 0,
          seed: plan.seed,
          defect: null,
          signal,
          ...provided,
        }),
      onProgress: (news) => {
        onProgress?.(news);
        if (news.kind === 'done') wrong = news.wrong;
      },
      // On a busy machine a cold application may take its time.
      timing: { gatePatience: 30, ...timing },
    });
    return { outcome, journal: await readJournal(outcome.journalFile), wrong };
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Edges of faults and what the fault proxy said, in the order of the journal. */
export function edgesInOrder(journal: Journal): readonly string[] {
  return journal.events.flatMap((event) =>
    event.type === 'fault' || event.type === 'proxy' ? event.edge : [],
  );
}
