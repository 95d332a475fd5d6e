import { formatMs } from '../../model/time.ts';
import type { ActionSummary, Result, ScenarioResult } from '../../model/result.ts';
import { countOf, severities } from '../words.ts';
import { checkTable, outcomeMark } from './checks.ts';
import { evidenceTable } from './evidence.ts';
import { html, prose, type Html } from './html.ts';
import { latencyTable } from './latency.ts';
import { modeTable } from './modes.ts';
import { rollbackWaterfall } from './rollback.ts';
import { timelineStrip } from './timeline.ts';

/** Every scenario folded away, but for the one that says most. */
export function scenarios(result: Result): Html {
  if (result.scenarios.length === 0) return html``;
  const open = mostTelling(result);
  return html`<section aria-labelledby="scenarios">
    <h2 id="scenarios">Scenarios</h2>
    ${result.scenarios.map((scenario, index) => folded(scenario, index, index === open, result.actions))}
  </section>`;
}

/** The scenario of the gravest finding, else the first that could not be judged, else the slowest rollback, else the first. */
export function mostTelling({ scenarios: all, findings }: Pick<Result, 'scenarios' | 'findings'>): number {
  const gravest = severities
    .map((severity) => findings.find((one) => one.severity === severity))
    .find((one) => one !== undefined);
  const failed = all.findIndex((scenario) => scenario.id === gravest?.scenario);
  if (failed >= 0) return failed;
  const unclear = all.findIndex((scenario) => scenario.verdict !== 'pass');
  if (unclear >= 0) return unclear;
  return all.reduce((best, scenario, index) => {
    const known = all[best];
    return known !== undefined && shareOfObjective(scenario) > shareOfObjective(known) ? index : best;
  }, 0);
}

function shareOfObjective({ rollback }: ScenarioResult): number {
  return rollback === null ? -1 : (rollback.totalMs ?? 0) / rollback.objectiveMs;
}

function folded(
  scenario: ScenarioResult,
  index: number,
  open: boolean,
  actions: readonly ActionSummary[],
): Html {
  const id = `s${index}`;
  return html`<details class="scenario ${scenario.verdict}" id="${id}" ${open && html` open`}>
    <summary>
      ${outcomeMark(scenario.verdict)}
      <h3>${scenario.title}</h3>
      <span class="sub-text">${summaryFigures(scenario)}</span>
    </summary>
    <p class="say">${prose(scenario.why)}</p>
    ${
      scenario.findings.length > 0 &&
      html`<p class="say">
        Findings:
        ${scenario.findings.map((finding, at) => html`${at > 0 && ', '}<a href="#${finding}">${finding}</a>`)}
      </p>`
    }
    <h4>Timeline <small>answers per ${formatMs(scenario.timeline.stepMs)}</small></h4>
    ${timelineStrip(`${id}-tl`, scenario.timeline, actions)}
    ${scenario.rollback !== null && rollbackWaterfall(`${id}-rb`, scenario.rollback)}
    <div class="parts">
      <div>${latencyTable(scenario.latency, scenario.evidence.budgetMs)} ${modeTable(scenario.counts)}</div>
      ${evidenceTable(scenario)} ${checkTable(scenario.checks)}
    </div>
    <p class="sub-text">
      <code>${scenario.file}</code> · again with <code class="command">${scenario.reproduce}</code>
    </p>
  </details>`;
}

function summaryFigures({ counts, rollback, durationMs }: ScenarioResult): string {
  const wrong = [
    ...(counts.wrongAllow > 0 ? [countOf(counts.wrongAllow, 'wrong allow')] : []),
    ...(counts.wrongDeny > 0 ? [countOf(counts.wrongDeny, 'wrong deny', 'wrong denies')] : []),
    ...(counts.noDecision > 0 ? [`${counts.noDecision} without a decision`] : []),
    ...(counts.inconclusive > 0 ? [`${counts.inconclusive} unclear`] : []),
  ];
  const back =
    rollback === null || rollback.totalMs === null ? [] : [`rolled back in ${formatMs(rollback.totalMs)}`];
  return [countOf(counts.observations, 'decision'), ...wrong, ...back, formatMs(durationMs)].join(' · ');
}
