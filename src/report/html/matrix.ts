import type { ActionSummary, MatrixCell, MatrixRow, Result } from '../../model/result.ts';
import { undrilledRows, undrilledWords } from '../undrilled.ts';
import { cellWords } from '../words.ts';
import { html, type Html } from './html.ts';

/** Faults down, actions across: what was declared and what was seen in every combination. */
export function matrix(result: Pick<Result, 'actions' | 'matrix' | 'coverage'>): Html {
  const { actions, matrix: rows } = result;
  return html`<section aria-labelledby="matrix">
    <h2 id="matrix">What was declared, what was seen</h2>
    ${rows.length === 0 ? html`<p class="say">Nothing was drilled.</p>` : table(actions, rows)}
    ${undrilled(result)}
  </section>`;
}

/** What the catalogue of faults has beyond the table, folded away: one scenario must stay readable. */
function undrilled(result: Pick<Result, 'matrix' | 'coverage'>): Html {
  const words = undrilledWords(result.coverage);
  if (words === '') return html``;
  return html`<details class="passes undrilled">
    <summary>${words}</summary>
    <ul>
      ${undrilledRows(result).map(
        ({ title, actions }) =>
          html`<li>
            <span class="symbol" aria-hidden="true">○</span>
            ${title}${actions.length > 0 && html`<small> with ${actions.join(', ')}</small>`}
          </li>`,
      )}
    </ul>
  </details>`;
}

function table(actions: readonly ActionSummary[], rows: readonly MatrixRow[]): Html {
  return html`<table class="matrix">
    <caption>
      Faults × actions. ✓ as declared · ✗ unsafe · ! failed · ? inconclusive · ○ not drilled · – the action
      does not need what the fault takes away
    </caption>
    <thead>
      <tr>
        <th scope="col">fault</th>
        ${actions.map(
          ({ action, declared }) => html`<th scope="col">${action}<small>declared: ${declared}</small></th>`,
        )}
      </tr>
    </thead>
    <tbody>
      ${rows.map(
        (row) =>
          html`<tr>
            <th scope="row">${row.title}</th>
            ${actions.map((action) =>
              matrixCell(
                action,
                row.cells.find((cell) => cell.action === action.action),
              ),
            )}
          </tr>`,
      )}
    </tbody>
  </table>`;
}

function matrixCell(summary: ActionSummary, found: MatrixCell | undefined): Html {
  const cell = found ?? notDrilled(summary.action);
  const { look, symbol, word, detail } = cellWords(cell);
  const declared = cell.declared !== '' && (cell.status === 'fail' || cell.declared !== summary.declared);
  return html`<td class="${look}" data-action="${summary.action}">
    <span class="symbol" aria-hidden="true">${symbol}</span>
    ${cell.finding === null ? word : html`<a href="#${cell.finding}">${word}</a>`}
    ${declared && html`<small>declared ${cell.declared}</small>`}${detail !== '' && html`<small>${detail}</small>`}
  </td>`;
}

function notDrilled(action: string): MatrixCell {
  const none = {
    judged: 0,
    failed: 0,
    inconclusive: 0,
    needed: 0,
    violation: null,
    severity: null,
    finding: null,
  };
  return { action, status: 'not-drilled', declared: '', ...none };
}
