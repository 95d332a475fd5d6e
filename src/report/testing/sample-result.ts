import { modes } from '../../model/decision.ts';
import {
  resultSchemaVersion,
  type Counts,
  type Finding,
  type Result,
  type ScenarioResult,
} from '../../model/result.ts';
import { sampleFindings } from './sample-findings.ts';
import { sampleGovernance } from './sample-governance.ts';
import { rollbackDrills } from './sample-rollback-drills.ts';
import { passingCounts, passingScenario, sum } from './sample-scenario-result.ts';
import { sampleActions, sampleScenarios } from './sample-scenarios.ts';
import { failingScenario, inconclusiveScenario } from './sample-failures.ts';

/** Scenarios of the reference application: twelve as declared, with three findings, or with evidence missing; or drills of rollback. */
export function sampleResult(kind: keyof typeof samples): Result {
  return samples[kind]();
}

const samples = {
  pass: () =>
    result({
      verdict: 'pass',
      headline: 'All 12 scenarios behaved as declared: 11,997 decisions judged, none of them wrong.',
      scenarios: sampleScenarios.map((scenario, index) => passingScenario(scenario, 4711 + index)),
    }),
  fail: () =>
    result({
      verdict: 'fail',
      headline:
        'While the policy service was black-holed, 37 of 310 payment:approve requests were allowed where deny was declared. First at +3.21 s.',
      scenarios: sampleScenarios.map((scenario, index) => failingScenario(scenario, 4711 + index)),
      findings: sampleFindings,
      defect: 'fail-open-on-timeout',
    }),
  inconclusive: () =>
    result({
      verdict: 'inconclusive',
      headline: '1 of 12 scenarios could not be judged: `report:export` had 9 decisions where 20 are needed.',
      scenarios: sampleScenarios.map((scenario, index) => inconclusiveScenario(scenario, 4711 + index)),
    }),
  rollbacks: () =>
    result({
      verdict: 'pass',
      headline: 'All 6 scenarios behaved as declared: 5,991 decisions judged, none of them wrong.',
      scenarios: rollbackDrills(),
    }),
  empty: () => result({ verdict: 'inconclusive', headline: 'No scenario was run.', scenarios: [] }),
} as const satisfies Record<string, () => Result>;

function result(from: {
  readonly verdict: Result['verdict'];
  readonly headline: string;
  readonly scenarios: readonly ScenarioResult[];
  readonly findings?: readonly Finding[];
  readonly defect?: string;
}): Result {
  const { verdict, scenarios } = from;
  const cells = scenarios.flatMap((scenario) => scenario.matrix.flatMap((row) => row.cells));
  const applicable = cells.filter((cell) => cell.status !== 'not-applicable');
  const drilled = applicable.filter((cell) => cell.status !== 'not-drilled');
  const failed = verdict === 'fail';
  const score = (whole: number, part: number): number | null =>
    scenarios.length === 0 ? null : failed ? part : whole;
  return {
    schemaVersion: resultSchemaVersion,
    runId: '20261124-063001-q7x2',
    startedAt: '2026-11-24T06:30:01.982Z',
    durationMs: 74_218,
    harness: { name: 'authz-drill', version: '0.1.0' },
    service: 'ledger',
    owner: { team: 'payments-iam', contact: 'payments-iam@example.com' },
    defect: from.defect ?? null,
    commit: '9422f49c2e1b7a03d5e6f8a9b0c1d2e3f4a5b6c7',
    verdict,
    headline: from.headline,
    grade: verdict === 'inconclusive' ? null : failed ? 'F' : 'A',
    score: verdict === 'inconclusive' ? null : score(100, 71),
    categories: [
      { category: 'safety', weight: 40, score: score(100, 62), checks: 20 },
      { category: 'availability', weight: 20, score: score(100, 88), checks: 24 },
      { category: 'freshness', weight: 15, score: score(100, 100), checks: 3 },
      { category: 'rollback', weight: 15, score: score(100, 50), checks: 2 },
      { category: 'evidence', weight: 10, score: score(100, 100), checks: 12 },
    ],
    coverage: {
      drilled: drilled.length,
      cells: applicable.length,
      percent: applicable.length === 0 ? 0 : Math.round((100 * drilled.length) / applicable.length),
      notDrilled: scenarios.length === 0 ? [] : sampleUndrilled,
    },
    governance: sampleGovernance(scenarios),
    counts: total(scenarios.map((scenario) => scenario.counts)),
    actions: scenarios.length === 0 ? [] : sampleActions,
    matrix: [...new Map(scenarios.flatMap(({ matrix }) => matrix.map((row) => [row.fault, row]))).values()],
    findings: from.findings ?? [],
    scenarios,
  };
}

function total(all: readonly Counts[]): Counts {
  const of = (pick: (counts: Counts) => number): number => sum(all.map(pick));
  const byMode = Object.fromEntries(modes.map((mode) => [mode, of((counts) => counts.byMode[mode])]));
  return {
    observations: of((counts) => counts.observations),
    pass: of((counts) => counts.pass),
    wrongAllow: of((counts) => counts.wrongAllow),
    wrongDeny: of((counts) => counts.wrongDeny),
    noDecision: of((counts) => counts.noDecision),
    inconclusive: of((counts) => counts.inconclusive),
    byMode: { ...passingCounts(0).byMode, ...byMode },
  };
}

const sampleUndrilled: Result['coverage']['notDrilled'] = [
  { fault: 'redirect policy-service', title: 'policy service redirects', actions: ['payment:approve'] },
  { fault: 'killed app', title: 'application killed', actions: ['payment:approve'] },
];
