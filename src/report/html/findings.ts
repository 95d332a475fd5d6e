import type { Finding, Result } from '../../model/result.ts';
import { declaredAt } from '../declared-at.ts';
import { violationWords } from '../words.ts';
import { controlWords } from './control-words.ts';
import { html, prose, type Html } from './html.ts';
import { actionNames } from './action-names.ts';

/** Every cause of failure in five fixed parts, most severe first. */
export function findings(result: Result): Html {
  const { findings: all } = result;
  return html`<section aria-labelledby="findings">
    <h2 id="findings">Findings</h2>
    ${all.length === 0 && html`<p class="say">${noFinding(result)}</p>`}
    ${all.map((finding) => article(finding, result))}
  </section>`;
}

function noFinding({ counts, verdict }: Result): string {
  if (counts.observations === 0) return 'Nothing was asked, so nothing was found.';
  return verdict === 'pass'
    ? 'No decision broke the contract.'
    : 'Nothing that was judged broke the contract.';
}

function article(finding: Finding, result: Result): Html {
  const names = actionNames(result);
  const index = result.scenarios.findIndex((scenario) => scenario.id === finding.scenario);
  const controls = controlWords(finding.controls);
  return html`<article
    class="finding ${finding.severity}"
    id="${finding.id}"
    aria-labelledby="${finding.id}-h"
  >
    <h3 id="${finding.id}-h">
      <span class="severity">${finding.severity}</span> ${prose(finding.title, names)}
      <small>${finding.id} · ${violationWords(finding.violation)}</small>
    </h3>
    <dl>
      <dt>declared</dt>
      <dd>${prose(finding.declared.text, names)} <code class="place">${declaredAt(finding)}</code></dd>
      <dt>seen</dt>
      <dd>
        ${prose(finding.seen.text)} Scenario
        ${index < 0 ? finding.scenario : html`<a href="#s${index}">${finding.scenario}</a>`}.
        ${decisions(finding)}
      </dd>
      <dt>why it matters</dt>
      <dd>${prose(finding.why)}</dd>
      <dt>what to change</dt>
      <dd>${prose(finding.fix)}</dd>
      <dt>how to reproduce</dt>
      <dd><code class="command">${finding.reproduce}</code></dd>
    </dl>
    ${controls !== '' && html`<p class="controls-of">Bears on ${controls}</p>`}
  </article>`;
}

function decisions({ seen }: Finding): Html | false {
  if (seen.decisions.length === 0) return false;
  const ids = seen.decisions.map((id) => html`<code class="id">${id}</code> `);
  return html`${seen.decisions.length === 1 ? 'Decision' : 'Decisions'} ${ids}`;
}
