import type { Governance } from '../../model/result.ts';
import { distributionWords, expiryWords } from '../distribution-words.ts';
import { count, countOf } from '../words.ts';
import { columnHeads } from './column-heads.ts';
import { html, type Html } from './html.ts';

/** How policy reaches a replica, who may change it, and who did during the run. */
export function policyControl({ distributions, changes }: Governance): Html {
  return html`${distributions.length > 0 && ways(distributions)} ${changes.length > 0 && made(changes)}`;
}

function ways(all: Governance['distributions']): Html {
  return html`<h3>How policy reaches a replica</h3>
    ${all.map(
      (one) =>
        html`<dl class="way">
          <dt>policy</dt>
          <dd>${distributionWords(one)}; ${expiryWords(one)}</dd>
          <dt>approvers</dt>
          <dd>${named(one.approvers)}</dd>
          <dt>break-glass</dt>
          <dd>${named(one.breakGlass)}</dd>
          ${
            all.length > 1 &&
            html`<dt>declared in</dt>
              <dd>
                ${countOf(one.scenarios.length, 'scenario')}${one.scenarios.length === 1 && html`: <code>${one.scenarios[0]}</code>`}
              </dd>`
          }
        </dl>`,
    )}`;
}

function named(people: readonly string[]): Html {
  return people.length === 0
    ? html`nobody is declared`
    : html`${people.map((one, index) => html`${index > 0 && ', '}<b>${one}</b>`)}`;
}

const kinds = { publish: 'published', rollback: 'rolled back', revoke: 'revoked a subject' } as const;

const outcomes = {
  served: { look: 'pass', symbol: '✓', word: 'served' },
  refused: { look: 'not-applicable', symbol: '⊘', word: 'refused by change control' },
  failed: { look: 'unsafe', symbol: '✗', word: 'failed' },
  unanswered: { look: 'inconclusive', symbol: '?', word: 'no answer' },
} as const satisfies Record<Governance['changes'][number]['outcome'], unknown>;

function made(changes: Governance['changes']): Html {
  return html`<h3>Who changed the policy during the run</h3>
    <div class="scroll" role="region" tabindex="0" aria-label="Changes of the policy">
      <table class="plain people">
        <caption class="hidden">
          Changes of the policy as change control recorded them
        </caption>
        ${columnHeads(['who', 'did', 'approved by', 'what came of it', 'times'])}
        <tbody>
          ${changes.map(({ kind, outcome, by, approvedBy, breakGlass, count: times, scenarios }) => {
            const { look, symbol, word } = outcomes[outcome];
            return html`<tr>
              <th scope="row">${by ?? 'not recorded'}</th>
              <td>${kinds[kind]} ${breakGlass && html`<span class="badge">break-glass</span>`}</td>
              <td>${approvedBy ?? 'nobody'}</td>
              <td>
                <span class="outcome ${look}"><span aria-hidden="true">${symbol}</span> ${word}</span>
              </td>
              <td>
                ${count(times)}${scenarios.length === 1 ? html` in <code>${scenarios[0]}</code>` : ` in ${countOf(scenarios.length, 'scenario')}`}
              </td>
            </tr>`;
          })}
        </tbody>
      </table>
    </div>`;
}
