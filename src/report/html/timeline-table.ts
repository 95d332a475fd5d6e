import type { Timeline, TimelineLane } from '../../model/result.ts';
import { count, moment, violationWords } from '../words.ts';
import { between, countViolations } from './describe-timeline.ts';
import { edgesInWords } from './fault-edges.ts';
import { columnHeads } from './column-heads.ts';
import { html, type Html } from './html.ts';
import type { ShownSpan } from './shown-span.ts';

const mostRows = 12;

/** The strip's figures for those who cannot see it, in at most twelve steps of time. */
export function timelineTable(timeline: Timeline, { firstStep, endStep }: ShownSpan): Html {
  const { lanes, stepMs, faults, revisions, violations } = timeline;
  const steps = endStep - firstStep;
  const perRow = Math.ceil(steps / mostRows);
  const rows = Array.from({ length: Math.ceil(steps / perRow) }, (_, index) => firstStep + index * perRow);
  return html`<table class="plain">
      <caption>
        Answers by time and action
      </caption>
      ${columnHeads(['from', ...lanes.map((lane) => lane.action)])}
      <tbody>
        ${rows.map(
          (from) =>
            html`<tr>
              <th scope="row">${moment(from * stepMs)}</th>
              ${lanes.map((lane) => html`<td>${answers(lane, from, from + perRow)}</td>`)}
            </tr>`,
        )}
      </tbody>
    </table>
    ${
      faults.length > 0 &&
      html`<ul>
        ${faults.map((fault) => html`<li>${fault.title}: ${edgesInWords(fault)}${fault.proof !== null && `; proof: ${fault.proof}`}</li>`)}
      </ul>`
    }
    ${revisions.length > 1 && revisionList(timeline)} ${violations.length > 0 && violationList(timeline)}`;
}

function answers(lane: TimelineLane, from: number, to: number): string {
  const parts = [
    ['allowed', lane.allowed],
    ['by fallback', lane.fallbackAllowed],
    ['denied', lane.denied],
    ['no decision', lane.noDecision],
  ] as const;
  const seen = parts
    .map(([word, counts]) => ({ word, total: counts.slice(from, to).reduce((sum, value) => sum + value, 0) }))
    .filter(({ total }) => total > 0);
  return seen.length === 0
    ? 'none asked'
    : seen.map(({ word, total }) => `${count(total)} ${word}`).join(', ');
}

function revisionList({ revisions }: Timeline): Html {
  return html`<ul>
    ${revisions.map(({ t, revision, policy }) => html`<li>policy revision ${revision} (${policy}) served at ${moment(t)}</li>`)}
  </ul>`;
}

function violationList({ violations }: Timeline): Html {
  const kinds = Map.groupBy(
    violations,
    ({ violation, action }) => `${violationWords(violation)} of ${action}`,
  );
  return html`<ul>
    ${[...kinds].map(([what, all]) => html`<li>${count(countViolations(all))} × ${what}, ${between(all.map(({ t }) => t))}</li>`)}
  </ul>`;
}
