import type { Result } from '../../model/result.ts';
import { count } from '../words.ts';
import { columnHeads } from './column-heads.ts';
import { html, type Html } from './html.ts';

/** The share of judged weight that passed, by category, and how much of the field was drilled. */
export function grading({ categories, coverage, score, grade, verdict }: Result): Html {
  if (categories.length === 0) return html``;
  return html`<section aria-labelledby="grade">
    <h2 id="grade">Grade and coverage</h2>
    <p class="say">
      ${
        grade === null
          ? verdict === 'inconclusive'
            ? 'No grade: an inconclusive run has none.'
            : 'No grade.'
          : html`Grade
              <b>${grade}</b>${score !== null && html` from a score of <b>${Math.round(score)}</b> of 100`}. A
              critical violation is an F, whatever the score.`
      }
      ${count(coverage.drilled)} of ${count(coverage.cells)} cells of fault and action were drilled
      (${coverage.percent} %); that is no part of the score.
    </p>
    <table class="plain figures">
      <caption class="hidden">
        Score by category
      </caption>
      ${columnHeads(['category', 'weight', 'score', 'checks'])}
      <tbody>
        ${categories.map(
          (row) =>
            html`<tr>
              <th scope="row">${row.category}</th>
              <td>${row.weight}</td>
              <td>${row.score === null ? 'not drilled' : Math.round(row.score)}</td>
              <td>${count(row.checks)}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </section>`;
}
