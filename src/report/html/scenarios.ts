import { formatMs } from '../../model/time.ts';
import type { ActionSummary, Result, ScenarioResult } from '../../model/result.ts';
import { countOf, listed, severities } from '../words.ts';
import { checkTable, outcomeMark } from './checks.ts';
import { evidenceTable } from './evidence.ts';
import { html, markupOf, prose, type Html } from './html.ts';
import { latencyTable } from './latency.ts';
import { modeTable } from './modes.ts';
import { rollbackSections } from './rollback.ts';
import { timelineStrip } from './timeline.ts';

/**
 * Every scenario folded away, but for the one that says most. Where there is no room to draw all, the rest is told in brief.
 * @param roomForAll characters that they may take together
 */
export function scenarios(result: Result, roomForAll: number): Html {
  if (result.scenarios.length === 0) return html``;
  const sections = result.scenarios.map((scenario, index) =>
    folded(scenario, index, false, briefBody(scenario)),
  );
  let room = sections.reduce((left, section) => left - markupOf(section).length, roomForAll);
  let brief = result.scenarios.length;
  const open = mostTelling(result);
  for (const index of byImportance(result, open)) {
    const scenario = result.scenarios[index];
    const told = sections[index];
    if (scenario === undefined || told === undefined) continue;
    const drawn = folded(scenario, index, index === open, drawnBody(scenario, index, result.actions));
    room -= markupOf(drawn).length - markupOf(told).length;
    if (room < 0 && index !== open) break;
    sections[index] = drawn;
    brief -= 1;
  }
  return html`<section aria-labelledby="scenarios">
    <h2 id="scenarios">Scenarios</h2>
    ${
      brief > 0 &&
      html`<p class="say">
        ${countOf(brief, 'scenario')} of ${result.scenarios.length} ${brief === 1 ? 'is' : 'are'} told in
        brief, those that went well first. A run of one scenario draws it whole.
      </p>`
    }
    ${sections}
  </section>`;
}

/** The order in which scenarios are drawn as long as there is room: the open one, what went wrong, rollbacks, the others. */
function byImportance({ scenarios: all }: Result, open: number): readonly number[] {
  const importance = ({ verdict, rollback }: ScenarioResult, index: number): number => {
    if (index === open) return 0;
    if (verdict !== 'pass') return verdict === 'fail' ? 1 : 2;
    return rollback === null ? 4 : 3;
  };
  return all
    .map((scenario, index) => ({ index, rank: importance(scenario, index) }))
    .toSorted((a, b) => a.rank - b.rank || a.index - b.index)
    .map(({ index }) => index);
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

function folded(scenario: ScenarioResult, index: number, open: boolean, body: Html): Html {
  return html`<details class="scenario ${scenario.verdict}" id="s${index}" ${open && html` open`}>
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
    ${body}
    <p class="sub-text">
      <code>${scenario.file}</code> · again with <code class="command">${scenario.reproduce}</code>
    </p>
  </details>`;
}

function drawnBody(scenario: ScenarioResult, index: number, actions: readonly ActionSummary[]): Html {
  const id = `s${index}`;
  return html`<h4>Timeline <small>answers per ${formatMs(scenario.timeline.stepMs)}</small></h4>
    ${timelineStrip(`${id}-tl`, scenario.timeline, actions)} ${rollbackSections(`${id}-rb`, scenario)}
    <div class="parts">
      <div>${latencyTable(scenario.latency, scenario.evidence.budgetMs)} ${modeTable(scenario.counts)}</div>
      ${evidenceTable(scenario)} ${checkTable(scenario.checks)}
    </div>`;
}

/** What a scenario comes to, in a sentence or two. */
function briefBody({ checks, evidence, timeline }: ScenarioResult): Html {
  const passed = checks.filter(({ outcome }) => outcome === 'pass').length;
  const applicable = checks.filter(({ outcome }) => outcome !== 'not-applicable').length;
  const faults = timeline.faults.map(({ title }) => title);
  return html`<p class="say">
    ${faults.length > 0 && html`${listed([...new Set(faults)])}: ${evidence.faultsProved} of ${countOf(evidence.faultsRequested, 'fault')} proved, ${evidence.faultsHealed} healed. `}${passed}
    of ${countOf(applicable, 'check')} passed, ${evidence.logMatched} of ${evidence.logExpected} decisions
    found in the log.
  </p>`;
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
