import { html, markupOf, prose, styleElement, type Html } from '../../report/html/html.ts';
import { readableDate } from '../../report/html/masthead.ts';
import { stylesheet, stylesheetSha256 } from '../../report/html/stylesheet.ts';
import type { DefectCase } from './defect-case.ts';
import type { SelftestReport } from './report.ts';
import { byCatchWords, outcomeOf, remarkOn, sentenceOf, standingWords } from './words.ts';

// As on the scorecard: nothing but this one stylesheet may be loaded or run.
const policy = `default-src 'none'; style-src 'sha256-${stylesheetSha256}'; base-uri 'none'; form-action 'none'`;

const looks: Readonly<Record<DefectCase['standing'], string>> = {
  caught: 'pass',
  missed: 'unsafe',
  'not-decided': 'inconclusive',
};
const verdicts = { PASS: 'pass', FAIL: 'fail', 'NOT DECIDED': 'inconclusive' } as const;

/** The self-test as one page that needs neither network nor JavaScript: `selftest.html`. */
export function renderSelftestPage(report: SelftestReport): string {
  const outcome = outcomeOf(report);
  return `${markupOf(
    html`<!doctype html>
      <html lang="en">
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta http-equiv="Content-Security-Policy" content="${policy}" />
          <meta name="color-scheme" content="light dark" />
          <title>${outcome} · self-test of authz-drill</title>
          ${styleElement(stylesheet)}
        </head>
        <body>
          <header class="masthead ${verdicts[outcome]}">
            <div>
              <p class="kick">Self-test of <b>authz-drill</b></p>
              <h1><b class="verdict">${outcome}.</b> ${sentenceOf(report)}</h1>
              <ul class="meta">
                <li>started <b>${readableDate(report.startedAt)}</b></li>
                <li>seed <b>${report.seed}</b></li>
                ${report.commit !== null && html`<li>commit <b>${report.commit}</b></li>`}
              </ul>
            </div>
          </header>
          <main>${cases(report)} ${alarms(report)}</main>
          <footer>Every figure here stands in selftest.json; the journals are beside it.</footer>
        </body>
      </html>`,
  )}\n`;
}

function cases({ cases: all }: SelftestReport): Html {
  if (all.length === 0) return html``;
  return html`<section aria-labelledby="defects">
    <h2 id="defects">Seeded defects</h2>
    <div class="scroll" role="region" tabindex="0" aria-label="Seeded defects">
      <table class="matrix">
        <caption>
          ✓ caught by the check that names its cause · ✗ missed · ? not decided
        </caption>
        <thead>
          <tr>
            <th scope="col">defect</th>
            <th scope="col">outcome</th>
            <th scope="col">to be shown by</th>
            <th scope="col">what was found</th>
          </tr>
        </thead>
        <tbody>
          ${all.map(row)}
        </tbody>
      </table>
    </div>
  </section>`;
}

function row(one: DefectCase): Html {
  const { symbol, word } = standingWords[one.standing];
  const others = byCatchWords(one);
  return html`<tr>
    <th scope="row">${one.id}<small>${one.description}</small></th>
    <td class="${looks[one.standing]}"><span class="symbol" aria-hidden="true">${symbol}</span> ${word}</td>
    <td>${one.shownBy.check}<small>${one.shownBy.violation} in ${one.shownBy.scenario}</small></td>
    <td>
      ${one.seen !== null && prose(one.seen)} ${remarkOn(one)}
      ${others.length > 0 && html`<small>by-catch: ${others.join(', ')}</small>`}
    </td>
  </tr>`;
}

function alarms({ sound }: SelftestReport): Html {
  if (sound.alarms.length === 0) return html``;
  return html`<section aria-labelledby="alarms">
    <h2 id="alarms">False alarms</h2>
    <ul>
      ${sound.alarms.map(
        ({ run, scenario, check, violation, headline }) =>
          html`<li><code>${run}/${scenario}</code> ${check} (${violation}): ${prose(headline)}</li>`,
      )}
    </ul>
  </section>`;
}
