import type { Finding, Result, ScenarioResult } from '../../model/result.ts';
import { declaredAt, seenWhen } from '../seen.ts';
import { count, violationWords } from '../words.ts';
import { controlWords } from './control-words.ts';
import { html, prose, type Html } from './html.ts';

/** Every cause of failure in five fixed parts, most severe first. */
export function findings({ findings: all, scenarios }: Pick<Result, 'findings' | 'scenarios'>): Html {
  return html`<section aria-labelledby="findings">
    <h2 id="findings">Findings</h2>
    ${all.length === 0 && html`<p class="say">No decision broke the contract.</p>`}
    ${all.map((finding) => article(finding, scenarios))}
  </section>`;
}

function article(finding: Finding, scenarios: readonly ScenarioResult[]): Html {
  const index = scenarios.findIndex((scenario) => scenario.id === finding.scenario);
  const controls = controlWords(finding.controls);
  return html`<article
    class="finding ${finding.severity}"
    id="${finding.id}"
    aria-labelledby="${finding.id}-h"
  >
    <h3 id="${finding.id}-h">
      <span class="severity">${finding.severity}</span> ${prose(finding.title)}
      <small>${finding.id} · ${violationWords(finding.violation)}</small>
    </h3>
    <dl>
      <dt>declared</dt>
      <dd>${prose(finding.declared.text)} <code class="place">${declaredAt(finding)}</code></dd>
      <dt>seen</dt>
      <dd>${seen(finding)} ${index >= 0 && html`<a href="#s${index}">${finding.scenario}</a>`}</dd>
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

function seen(finding: Finding): Html {
  const { text, count: times, of, decisions } = finding.seen;
  return html`${prose(text)} (${count(times)} of ${count(of)}) ${seenWhen(finding)}.
  ${
    decisions.length > 0 &&
    html`${decisions.length === 1 ? 'Decision' : 'Decisions'}
    ${decisions.map((id) => html`<code>${id}</code> `)}`
  }`;
}
