import type {
  Counts,
  Evidence,
  LatencyRow,
  MatrixCell,
  ScenarioResult,
  Verdict,
} from '../../model/result.ts';
import type { CheckResult } from '../../model/check.ts';
import { checkResult, sampleChecks } from './sample-checks.ts';
import { sampleRollback } from './sample-rollback.ts';
import { passingCell, sampleActions, type SampleScenario } from './sample-scenarios.ts';
import { noise, sampleTimeline } from './sample-timeline.ts';

/** A scenario in which everything was as declared. */
export function passingScenario(scenario: SampleScenario, seed: number): ScenarioResult {
  const timeline = sampleTimeline(scenario, seed);
  const total = sum(
    timeline.lanes.flatMap((lane) => [...lane.allowed, ...lane.fallbackAllowed, ...lane.denied]),
  );
  const random = noise(seed + 1);
  const cells = sampleActions.map(({ action }) =>
    passingCell(scenario, action, 110 + Math.floor(random() * 30)),
  );
  return {
    id: scenario.id,
    title: scenario.title,
    why: scenario.why,
    file: `scenarios/${scenario.folder}/${scenario.id}.yaml`,
    verdict: 'pass',
    seed,
    startedAt: '2026-11-24T06:30:02.114Z',
    durationMs: 10_412,
    counts: passingCounts(total),
    checks: passingChecks(scenario, total),
    matrix: [{ ...scenario.row, cells }],
    findings: [],
    rollback: scenario.badRule === null ? null : sampleRollback(scenario.badRule),
    rollbacks: scenario.badRule === null ? [] : [sampleRollback(scenario.badRule)],
    spread: null,
    timeline,
    latency: latency(scenario),
    evidence: evidence(scenario, total),
    reproduce: `authz-drill run scenarios/${scenario.folder}/${scenario.id}.yaml --seed ${seed}`,
  };
}

/** The same scenario with another verdict, one matrix cell and one check replaced. */
export function withOutcome(
  base: ScenarioResult,
  verdict: Verdict,
  change: {
    readonly cell?: MatrixCell;
    readonly check: CheckResult;
    readonly counts: Partial<Counts>;
    readonly findings?: readonly string[];
  },
): ScenarioResult {
  return {
    ...base,
    verdict,
    findings: change.findings ?? [],
    counts: { ...base.counts, ...change.counts },
    checks: base.checks.map((check) => (check.id === change.check.id ? change.check : check)),
    matrix: base.matrix.map((row) => ({
      ...row,
      cells: row.cells.map((cell) => (cell.action === change.cell?.action ? change.cell : cell)),
    })),
  };
}

function passingChecks(scenario: SampleScenario, total: number): readonly CheckResult[] {
  const asked = scenario.fault?.spec.on;
  const notNeeded = { note: 'Nothing in this scenario calls for it.' };
  return [
    checkResult(sampleChecks.decision, 'pass', { judged: total }),
    asked === 'policy-service'
      ? checkResult(sampleChecks.obligations, 'pass', { judged: 118 })
      : checkResult(sampleChecks.obligations, 'not-applicable', notNeeded),
    checkResult(sampleChecks.availability, 'pass', { judged: total }),
    checkResult(sampleChecks.budget, 'pass', { judged: total }),
    asked === 'context-service'
      ? checkResult(sampleChecks.freshness, 'pass', { judged: 131 })
      : checkResult(sampleChecks.freshness, 'not-applicable', notNeeded),
    scenario.badRule === null
      ? checkResult(sampleChecks.rollback, 'not-applicable', notNeeded)
      : checkResult(sampleChecks.rollback, 'pass', { judged: 1 }),
    checkResult(sampleChecks.logging, 'pass', { judged: total }),
  ];
}

/** Counts of so many observations, all as declared. */
export function passingCounts(observations: number): Counts {
  const remote = Math.floor(observations * 0.42);
  const [local, cache, degrade] = [
    Math.floor(observations * 0.25),
    Math.floor(observations * 0.05),
    Math.floor(observations * 0.11),
  ];
  return {
    observations,
    pass: observations,
    wrongAllow: 0,
    wrongDeny: 0,
    noDecision: 0,
    inconclusive: 0,
    byMode: { local, remote, cache, degrade, deny: observations - local - remote - cache - degrade },
  };
}

function latency(scenario: SampleScenario): readonly LatencyRow[] {
  const slow = scenario.fault?.spec.type === 'black-hole' || scenario.fault?.spec.type === 'latency';
  return [
    { when: 'before', p50: 3.1, p95: 6, p99: 9.8, max: 31.2, n: 202 },
    slow
      ? { when: 'during', p50: 254.4, p95: 262.1, p99: 281.7, max: 331, n: 507 }
      : { when: 'during', p50: 3.9, p95: 8.2, p99: 14.4, max: 41.5, n: 507 },
    { when: 'after', p50: 3.4, p95: 7.2, p99: 12.9, max: 66, n: 306 },
  ];
}

function evidence(scenario: SampleScenario, total: number): Evidence {
  const faults = scenario.fault === null ? 0 : 1;
  return {
    steady: true,
    faultsRequested: faults,
    faultsProved: faults,
    faultsHealed: faults,
    requestsAsked: total + 1,
    requestsSent: total,
    stalls: 1,
    longestStallMs: 88,
    logRecords: total,
    logMatched: total,
    logExpected: total,
    cleanedUp: true,
    processes: 7,
    faultsLeft: 0,
    clockUncertaintyMs: 2.1,
    journalSha256: `5f2c0a${scenario.id.length.toString(16).padStart(2, '0')}`.padEnd(60, 'd7e3') + '91ab',
    budgetMs: 500,
    outcomes: {
      allow: Math.floor(total * 0.55),
      deny: total - Math.floor(total * 0.55),
      error: 0,
      timeout: 0,
      malformed: 0,
    },
    missing: [],
  };
}

export function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
