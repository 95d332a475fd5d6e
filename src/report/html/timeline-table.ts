import type { Timeline, TimelineLane } from '../../model/result.ts';
import { count, moment, violationWords } from '../words.ts';
import { edgesInWords } from './fault-edges.ts';
import { html, type Html } from './html.ts';

const mostRows = 12;

/** The strip's figures for those who cannot see it, in at most twelve steps of time. */
export function timelineTable(timeline: Timeline): Html {
  const { lanes, stepMs, endMs, faults, violations } = timeline;
  const steps = Math.max(1, Math.ceil(endMs / stepMs));
  const perRow = Math.ceil(steps / mostRows);
  const rows = Array.from({ length: Math.ceil(steps / perRow) }, (_, index) => index * perRow);
  return html`<table class="plain">
      <caption>
        Answers by time and action
      </caption>
      <thead>
        <tr>
          <th scope="col">from</th>
          ${lanes.map((lane) => html`<th scope="col">${lane.action}</th>`)}
        </tr>
      </thead>
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
    ${violations.length > 0 && violationList(timeline)}`;
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

function violationList({ violations }: Timeline): Html {
  const groups = new Map<string, number[]>();
  for (const { t, action, violation } of violations) {
    const key = `${violationWords(violation)} of ${action}`;
    groups.set(key, [...(groups.get(key) ?? []), t]);
  }
  return html`<ul>
    ${[...groups].map(
      ([what, times]) =>
        html`<li>
          ${count(times.length)} × ${what}, from ${moment(Math.min(...times))} to
          ${moment(Math.max(...times))}
        </li>`,
    )}
  </ul>`;
}
