import type { BlastRadius, Rollback } from '../../model/result.ts';
import { harmWords } from '../rollback-words.ts';
import { count, listed } from '../words.ts';
import { columnHeads } from './column-heads.ts';
import { html, type Html } from './html.ts';

/** The rest stands in result.json. */
const mostRows = 12;

const got = {
  allow: { look: 'unsafe', symbol: '✗', word: 'allowed' },
  deny: { look: 'failed', symbol: '!', word: 'denied' },
  none: { look: 'failed', symbol: '○', word: 'no decision in time' },
} as const satisfies Record<BlastRadius['wrong'], unknown>;

/** Whom and what the bad rule concerned, and what was shown to whom it should not have been. */
export function blastRadiusTable(rollback: Rollback): Html {
  const totals = harmWords(rollback);
  const { blastRadius: rows } = rollback;
  if (totals.length === 0) return html`<p class="say">Blast radius: no wrong decision was seen.</p>`;
  const more = rows.length - mostRows;
  const exposed = [...new Set(rows.flatMap((row) => row.exposed))];
  return html`<p class="say">
      Blast radius: ${listed(totals)} while the bad rule was in
      force${exposed.length > 0 && html`, and protected data was shown: ${fields(exposed)}`}.
    </p>
    ${
      rows.length > 0 &&
      html`<table class="plain radius">
        <caption class="hidden">
          Blast radius of ${rollback.policy}
        </caption>
        ${columnHeads(['who and what', 'was', 'times', 'data shown'])}
        <tbody>
          ${rows.slice(0, mostRows).map(tableRow)}
        </tbody>
      </table>`
    }
    ${more > 0 && html`<p class="sub-text">${count(more)} more in result.json.</p>`}`;
}

function tableRow({ subject, action, resource, wrong, count: times, exposed }: BlastRadius): Html {
  const { look, symbol, word } = got[wrong];
  return html`<tr>
    <th scope="row"><b>${subject}</b> <code>${action}</code> on <code>${resource}</code></th>
    <td class="mark-${look}"><span aria-hidden="true">${symbol}</span> ${word}</td>
    <td>${count(times)}</td>
    <td>${exposed.length === 0 ? '–' : fields(exposed)}</td>
  </tr>`;
}

function fields(pointers: readonly string[]): Html {
  return html`${pointers.map((pointer, index) => html`${index > 0 && ', '}<code>${pointer}</code>`)}`;
}
