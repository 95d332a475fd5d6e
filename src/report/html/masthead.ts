import { formatMs } from '../../model/time.ts';
import type { Result } from '../../model/result.ts';
import { count, countOf, headline, verdictWords } from '../words.ts';
import { type ScorecardContext, sinceLastPass } from './context.ts';
import { actionNames } from './action-names.ts';
import { html, prose, type Html } from './html.ts';

/** The verdict as a sentence, what was run, and the grade. */
export function masthead(result: Result, context: ScorecardContext): Html {
  const { word } = verdictWords[result.verdict];
  return html`<header class="masthead ${result.verdict}">
    <div>
      <p class="kick">
        Resilience scorecard · <b>${result.service}</b> · owner ${result.owner.team}, ${result.owner.contact}
      </p>
      <h1><b class="verdict">${word}.</b> ${prose(headline(result.headline), actionNames(result))}</h1>
      ${
        result.defect !== null &&
        html`<p class="notice">
          The application was started with the seeded defect <code>${result.defect}</code>: this run shows
          that a drill can fail.
        </p>`
      }
      ${meta(result, context)}
    </div>
    ${gradeBox(result)}
  </header>`;
}

function meta(result: Result, context: ScorecardContext): Html {
  const failed = result.scenarios.filter((scenario) => scenario.verdict === 'fail').length;
  const unclear = result.scenarios.filter((scenario) => scenario.verdict === 'inconclusive').length;
  const lastPass = sinceLastPass(context);
  const items: readonly (readonly [string, string] | null)[] = [
    ['scenarios', count(result.scenarios.length)],
    failed > 0 ? ['failed', count(failed)] : null,
    unclear > 0 ? ['inconclusive', count(unclear)] : null,
    ['started', readableDate(result.startedAt)],
    ['took', formatMs(result.durationMs)],
    result.commit === null ? null : ['commit', result.commit.slice(0, 8)],
    seeds(result),
    ['exit code', String(verdictWords[result.verdict].exitCode)],
    lastPass === null ? null : ['last passing run', lastPass],
  ];
  return html`<ul class="meta">
    ${items.map((item) => item !== null && html`<li>${item[0]} <b>${item[1]}</b></li>`)}
  </ul>`;
}

function seeds(result: Result): readonly [string, string] | null {
  const all = result.scenarios.map((scenario) => scenario.seed);
  const [least, most] = [Math.min(...all), Math.max(...all)];
  if (all.length === 0) return null;
  return least === most ? ['seed', String(least)] : ['seeds', `${least} to ${most}`];
}

/** `2026-11-24 06:30 UTC`. */
export function readableDate(iso: string): string {
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d/u.test(iso) ? `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC` : iso;
}

function gradeBox(result: Result): Html {
  const { percent, drilled, cells } = result.coverage;
  return html`<div class="grade">
    <span>grade</span>
    <b>${result.grade ?? html`<span aria-hidden="true">?</span><span class="hidden">none</span>`}</b>
    <span>${result.score === null ? 'none while inconclusive' : `${Math.round(result.score)} of 100`}</span>
    <span title="${countOf(drilled, 'cell')} of fault and action of ${count(cells)}"
      >${percent} % drilled</span
    >
  </div>`;
}
