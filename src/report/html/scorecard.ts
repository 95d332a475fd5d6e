import type { Result } from '../../model/result.ts';
import { verdictWords } from '../words.ts';
import { sharedShapes } from './chart.ts';
import { passedChecks, unjudged } from './checks.ts';
import type { ScorecardContext } from './context.ts';
import { controls } from './controls.ts';
import { counters } from './counters.ts';
import { findings } from './findings.ts';
import { governance } from './governance.ts';
import { grading } from './grading.ts';
import { html, markupOf, styleElement, type Html } from './html.ts';
import { masthead, readableDate } from './masthead.ts';
import { matrix } from './matrix.ts';
import { rollbackOverview } from './rollbacks.ts';
import { scenarios } from './scenarios.ts';
import { stylesheet, stylesheetSha256 } from './stylesheet.ts';
import { trend } from './trend.ts';

// Nothing but this one stylesheet may be loaded or run, whatever text an application put into the result.
const policy = `default-src 'none'; style-src 'sha256-${stylesheetSha256}'; base-uri 'none'; form-action 'none'`;

/**
 * The scorecard as one HTML page that needs neither network nor JavaScript. The same result and context give
 * the same bytes.
 */
export function renderScorecard(result: Result, context: ScorecardContext): string {
  return `${markupOf(page(result, context))}\n`;
}

/** Characters of a page that can be sent around. What a reader cannot do without comes first; scenarios are drawn in what is left. */
const mostCharacters = 295_000;
/** What scenarios get even so. */
const fewestForScenarios = 80_000;

function page(result: Result, context: ScorecardContext): Html {
  const head = html`${sharedShapes()} ${masthead(result, context)}`;
  const summary = html`${counters(result.counts)} ${matrix(result)} ${findings(result)}
  ${passedChecks(result.scenarios)} ${unjudged(result.scenarios)} ${rollbackOverview(result)}`;
  const appendix = html`${grading(result)} ${governance(result.governance)} ${controls(result)}
  ${trend(result, context)}`;
  const taken = [head, summary, appendix].reduce(
    (sum, part) => sum + markupOf(part).length,
    stylesheet.length,
  );
  const room = Math.max(fewestForScenarios, mostCharacters - taken);
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta http-equiv="Content-Security-Policy" content="${policy}" />
        <meta name="color-scheme" content="light dark" />
        <title>${verdictWords[result.verdict].word} · ${result.service} · resilience scorecard</title>
        ${styleElement(stylesheet)}
      </head>
      <body>
        <a class="skip" href="#content">Skip to the matrix</a>
        ${head}
        <main id="content">${summary} ${scenarios(result, room)} ${appendix}</main>
        ${foot(result, context)}
      </body>
    </html>`;
}

function foot(result: Result, context: ScorecardContext): Html {
  return html`<footer>
    Written ${readableDate(context.now)} by ${result.harness.name} ${result.harness.version} from the journals
    of run
    <code>${result.runId}</code>. Every figure here is derived from them and stands in result.json.
  </footer>`;
}
