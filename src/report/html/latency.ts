import type { LatencyRow } from '../../model/result.ts';
import { count } from '../words.ts';
import { columnHeads } from './column-heads.ts';
import { html, type Html } from './html.ts';

/** Percentiles before, during and after, counted from the moment each request was meant to be sent. */
export function latencyTable(rows: readonly LatencyRow[], budgetMs: number): Html {
  if (rows.length === 0) return html``;
  return html`<section class="part">
    <h4>Latency <small>from the intended send time</small></h4>
    <table class="plain figures">
      <caption>
        Milliseconds; declared budget
        <b>${count(budgetMs)} ms</b>
      </caption>
      ${columnHeads(['when', 'p50', 'p95', 'p99', 'max', 'n'])}
      <tbody>
        ${rows.map(
          (row) =>
            html`<tr>
              <th scope="row">${row.when}</th>
              ${[row.p50, row.p95, row.p99, row.max].map((value) => figure(value, budgetMs))}
              <td>${count(row.n)}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </section>`;
}

function figure(value: number, budgetMs: number): Html {
  const words = value < 100 ? value.toFixed(1) : count(value);
  return value > budgetMs
    ? html`<td class="over">
        <b>${words}</b> <span class="hidden">over the budget</span><span aria-hidden="true">!</span>
      </td>`
    : html`<td>${words}</td>`;
}
