import type { Coverage, Finding, ScenarioResult, Verdict } from '../model/result.ts';
import { formatMs } from '../model/time.ts';

/** The verdict in one sentence, for a reader who reads nothing else. */
export function headlineOf(
  verdict: Verdict,
  scenarios: readonly ScenarioResult[],
  findings: readonly Finding[],
  coverage: Coverage,
): string {
  if (verdict === 'pass') return passHeadline(scenarios, coverage);
  if (verdict === 'inconclusive') return inconclusiveHeadline(scenarios);
  return findings[0]?.headline ?? failedWithoutFinding(scenarios);
}

function passHeadline(scenarios: readonly ScenarioResult[], coverage: Coverage): string {
  const decisions = scenarios.reduce((sum, scenario) => sum + scenario.counts.pass, 0);
  const drills = scenarios.length === 1 ? 'one drill' : `${scenarios.length} drills`;
  const cells =
    coverage.drilled === 0
      ? ''
      : `, ${coverage.drilled} of ${coverage.cells} cells of fault × action drilled`;
  return `All ${formatCount(decisions)} judged decisions of ${drills} were as declared${cells}.${slowestRollback(scenarios)}`;
}

function slowestRollback(scenarios: readonly ScenarioResult[]): string {
  const measured = scenarios
    .flatMap(({ rollback, rollbacks }) =>
      rollbacks.length > 0 || rollback === null ? rollbacks : [rollback],
    )
    .flatMap(({ totalMs, errorMs, objectiveMs }) =>
      totalMs === null ? [] : { totalMs, errorMs, objectiveMs },
    );
  const slowest = measured.toSorted((a, b) => b.totalMs - a.totalMs)[0];
  if (slowest === undefined) return '';
  const { totalMs, errorMs, objectiveMs } = slowest;
  const took = `${formatMs(totalMs)} (±${formatMs(errorMs)}) of ${formatMs(objectiveMs)}`;
  return measured.length === 1
    ? ` A bad rule was taken back within ${took}.`
    : ` ${measured.length} bad rules were taken back, the slowest within ${took}.`;
}

function inconclusiveHeadline(scenarios: readonly ScenarioResult[]): string {
  const open = scenarios.filter((scenario) => scenario.verdict === 'inconclusive');
  const missing = open.flatMap((scenario) => scenario.evidence.missing)[0];
  const note = open
    .flatMap((scenario) => scenario.checks)
    .find((check) => check.outcome === 'inconclusive')?.note;
  const which = scenarios.length === 1 ? 'The drill' : `${open.length} of ${scenarios.length} drills`;
  return `${which} could not be judged: ${missing ?? note ?? 'nothing was observed.'}`;
}

function failedWithoutFinding(scenarios: readonly ScenarioResult[]): string {
  const check = scenarios.flatMap((scenario) => scenario.checks).find((one) => one.outcome === 'fail');
  return `${check?.failureTitle ?? 'A drill failed'}.`;
}

function formatCount(count: number): string {
  return String(count).replaceAll(/\B(?=(\d{3})+$)/g, ',');
}
