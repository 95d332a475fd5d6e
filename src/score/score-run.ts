import { mergeOutcomes } from '../model/check.ts';
import { modes } from '../model/decision.ts';
import type { ScenarioJudgement } from '../model/judgement.ts';
import { resultSchemaVersion } from '../model/result.ts';
import type { Counts, Finding, Governance, Result, ScenarioResult, Verdict } from '../model/result.ts';
import { violationsBySeverity } from '../model/violation.ts';
import { categoryScores, gradeOf, totalScore } from './grade.ts';
import { governanceFindings, mergedGovernance } from './governance.ts';
import { headlineOf } from './headline.ts';
import { catalogueOf, coverageOf } from './coverage.ts';
import { mergedMatrix, withFindings } from './merge-matrix.ts';

/**
 * Puts the judgements of a run together. Everything merges pessimistically: one failed scenario fails the run, one check
 * failed anywhere is failed, a matrix cell is as bad as its worst drill. The order of the judgements changes nothing.
 * @throws Error without any judgement
 */
export function scoreRun(judgements: readonly ScenarioJudgement[]): Result {
  const inOrder = judgements.toSorted(
    (a, b) => a.index - b.index || (a.scenario.id < b.scenario.id ? -1 : 1),
  );
  const [first] = inOrder;
  if (first === undefined) throw new Error('There is nothing to score.');
  const governance = mergedGovernance(inOrder);
  const findings = numbered(inOrder);
  const ofGovernance = new Set(governance.checks.map(({ id }) => id));
  const scenarios = inOrder.map(({ scenario }): ScenarioResult => {
    const mine = findings.filter(
      (finding) => finding.scenario === scenario.id && !ofGovernance.has(finding.check),
    );
    return Object.assign({}, scenario, {
      matrix: withFindings(scenario.matrix, mine),
      findings: mine.map((finding) => finding.id),
    });
  });
  const checks = scenarios.flatMap((scenario) => scenario.checks).concat(governance.checks);
  const verdict = runVerdict(scenarios, governance);
  const categories = categoryScores(checks);
  const score = verdict === 'inconclusive' ? null : totalScore(categories);
  const matrix = withFindings(mergedMatrix(first.actions, scenarios), findings);
  const coverage = coverageOf(matrix, catalogueOf(inOrder));
  return {
    schemaVersion: resultSchemaVersion,
    runId: first.runId,
    ...timesOf(scenarios),
    harness: first.harness,
    service: first.service,
    owner: first.owner,
    defect: first.defect,
    commit: first.commit,
    verdict,
    headline: headlineOf(verdict, scenarios, findings, coverage),
    grade: score === null ? null : gradeOf(score, findings),
    score,
    categories,
    coverage,
    governance,
    counts: summed(scenarios.map((scenario) => scenario.counts)),
    actions: first.actions,
    matrix,
    findings,
    scenarios,
  };
}

/** `fail` if any scenario failed, else `inconclusive` if any could not be judged, else `pass`. */
function runVerdict(scenarios: readonly ScenarioResult[], governance: Governance): Verdict {
  const merged = mergeOutcomes([
    ...scenarios.map((scenario) => scenario.verdict),
    ...governance.checks.map((check) => check.outcome),
  ]);
  return merged === 'not-applicable' ? 'inconclusive' : merged;
}

/** Findings of the whole run, most severe first and else in the order of their scenarios, with their numbers. */
function numbered(judgements: readonly ScenarioJudgement[]): readonly Finding[] {
  const ofScenarios = judgements.flatMap((judgement) => judgement.findings);
  return [...ofScenarios, ...governanceFindings(judgements)]
    .toSorted((a, b) => violationsBySeverity.indexOf(a.violation) - violationsBySeverity.indexOf(b.violation))
    .map((finding, index) => Object.assign({ id: `F${index + 1}` }, finding));
}

/** A run begins with its first scenario and lasts until the last one has ended; they may have run side by side. */
function timesOf(scenarios: readonly ScenarioResult[]): Pick<Result, 'startedAt' | 'durationMs'> {
  const starts = scenarios.map((scenario) => Date.parse(scenario.startedAt));
  const startedMs = Math.min(...starts);
  const endedMs = Math.max(
    ...scenarios.map((scenario, index) => (starts[index] ?? startedMs) + scenario.durationMs),
  );
  return { startedAt: new Date(startedMs).toISOString(), durationMs: Math.round(endedMs - startedMs) };
}

function summed(all: readonly Counts[]): Counts {
  const sum = (of: (counts: Counts) => number): number =>
    all.reduce((total, counts) => total + of(counts), 0);
  const byMode = { local: 0, remote: 0, cache: 0, degrade: 0, deny: 0 };
  for (const mode of modes) byMode[mode] = sum((counts) => counts.byMode[mode]);
  return {
    observations: sum((counts) => counts.observations),
    pass: sum((counts) => counts.pass),
    wrongAllow: sum((counts) => counts.wrongAllow),
    wrongDeny: sum((counts) => counts.wrongDeny),
    noDecision: sum((counts) => counts.noDecision),
    inconclusive: sum((counts) => counts.inconclusive),
    byMode,
  };
}
