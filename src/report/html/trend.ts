import type { Result } from '../../model/result.ts';
import { outcomeWords } from './checks.ts';
import type { PastRun, ScorecardContext } from './context.ts';
import { html, type Html } from './html.ts';
import { readableDate } from './masthead.ts';

const mostRuns = 20;

/** The last runs up to this one as cells; nothing where this is the first that is known. */
export function trend(result: Result, { history = [] }: ScorecardContext): Html {
  if (history.length === 0) return html``;
  const runs: readonly PastRun[] = [...history, result].slice(-mostRuns);
  return html`<section aria-labelledby="trend">
    <h2 id="trend">Trend <small>last ${runs.length} runs, this one on the right</small></h2>
    <ol class="trend">
      ${runs.map((run) => {
        const { look, symbol, word } = outcomeWords[run.verdict];
        return html`<li
          class="${look}"
          title="${readableDate(run.startedAt)}: ${word}, grade ${run.grade ?? 'none'}"
        >
          <span class="symbol" aria-hidden="true">${symbol}</span
          ><span class="hidden">${readableDate(run.startedAt)} ${word}</span>
        </li>`;
      })}
    </ol>
  </section>`;
}
