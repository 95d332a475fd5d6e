import { mergeOutcomes, type CheckOutcome, type CheckResult } from '../../model/check.ts';
import type { ScenarioResult } from '../../model/result.ts';
import { openQuestions } from '../reasons.ts';
import { count, countOf } from '../words.ts';
import { columnHeads } from './column-heads.ts';
import { html, prose, type Html } from './html.ts';

/** How a check's outcome is shown everywhere in the page. */
export const outcomeWords: Readonly<
  Record<CheckOutcome, { readonly look: string; readonly symbol: string; readonly word: string }>
> = {
  pass: { look: 'pass', symbol: '✓', word: 'pass' },
  fail: { look: 'unsafe', symbol: '✗', word: 'fail' },
  inconclusive: { look: 'inconclusive', symbol: '?', word: 'inconclusive' },
  'not-applicable': { look: 'not-applicable', symbol: '–', word: 'not applicable' },
};

/** An outcome as a symbol and a word. */
export function outcomeMark(outcome: CheckOutcome): Html {
  const { look, symbol, word } = outcomeWords[outcome];
  return html`<span class="outcome ${look}"
    ><span class="symbol" aria-hidden="true">${symbol}</span> ${word}</span
  >`;
}

/** The checks of one scenario with what each could judge. */
export function checkTable(checks: readonly CheckResult[]): Html {
  const applicable = checks.filter((check) => check.outcome !== 'not-applicable');
  if (checks.length === 0) return html``;
  return html`<section class="part wide">
    <h4>Checks</h4>
    <table class="plain checks">
      <caption class="hidden">
        Checks of this scenario
      </caption>
      ${columnHeads(['check', 'outcome', 'judged', 'failed'])}
      <tbody>
        ${applicable.map(
          (check) =>
            html`<tr>
              <th scope="row">
                ${prose(check.outcome === 'fail' ? check.failureTitle : check.title)}
                ${check.note !== null && html`<small>${prose(check.note)}</small>`}
              </th>
              <td>${outcomeMark(check.outcome)}</td>
              <td>${count(check.judged)}</td>
              <td>${count(check.failed)}</td>
            </tr>`,
        )}
      </tbody>
    </table>
    ${notApplicable(checks)}
  </section>`;
}

function notApplicable(checks: readonly CheckResult[]): Html {
  const left = checks.filter((check) => check.outcome === 'not-applicable');
  const byReason = Map.groupBy(left, (check) => (check.note ?? 'no reason was given').replace(/\.$/u, ''));
  return html`${[...byReason].map(
    ([reason, group]) =>
      html`<p class="sub-text">
        Not applicable (${prose(reason)}):
        ${group.map((check, index) => html`${index > 0 && '; '}${prose(check.title)}`)}.
      </p>`,
  )}`;
}

/** What could not be judged, and why; nothing where all could. */
export function unjudged(scenarios: readonly ScenarioResult[]): Html {
  const open = scenarios.flatMap((scenario, index) => {
    const reasons = openQuestions(scenario);
    return reasons.length === 0 ? [] : [{ id: `s${index}`, title: scenario.title, reasons }];
  });
  if (open.length === 0) return html``;
  return html`<section aria-labelledby="unjudged">
    <h2 id="unjudged">What could not be judged</h2>
    ${open.map(
      ({ id, title, reasons }) =>
        html`<p><a href="#${id}">${title}</a></p>
          <ul class="missing">
            ${reasons.map(({ check, why }) => html`<li>${check !== null && html`${prose(check)}: `}${prose(why)}</li>`)}
          </ul>`,
    )}
  </section>`;
}

/** The checks that passed, folded away: each with the scenarios it passed in. */
export function passedChecks(scenarios: readonly ScenarioResult[]): Html {
  const all = scenarios.flatMap((scenario) => scenario.checks);
  const passed = all.filter((check) => check.outcome === 'pass').length;
  if (passed === 0) return html``;
  const byId = Map.groupBy(all, (check) => check.id);
  return html`<details class="passes">
    <summary>${countOf(passed, 'check')} passed: every check over all scenarios</summary>
    <div class="scroll" role="region" tabindex="0" aria-label="Checks that passed">
      <table class="plain checks">
        <caption class="hidden">
          Every check over all scenarios
        </caption>
        ${columnHeads(['check', 'over all', 'passed in', 'judged'])}
        <tbody>
          ${[...byId.values()].map((group) => overAll(group))}
        </tbody>
      </table>
    </div>
  </details>`;
}

function overAll(group: readonly CheckResult[]): Html {
  const applicable = group.filter((check) => check.outcome !== 'not-applicable');
  const passed = applicable.filter((check) => check.outcome === 'pass').length;
  return html`<tr>
    <th scope="row">${prose(group[0]?.title ?? '')}</th>
    <td>${outcomeMark(mergeOutcomes(group.map((check) => check.outcome)))}</td>
    <td>${count(passed)} of ${countOf(applicable.length, 'scenario')}</td>
    <td>${count(group.reduce((sum, check) => sum + check.judged, 0))}</td>
  </tr>`;
}
