import type { TimelineLane } from '../../model/result.ts';
import { html, type Html } from './html.ts';

/** A lane is drawn this wide and stretched to the chart's width. */
export const laneWidth = 1_000;
export const laneHeight = 36;

/** More steps than this are drawn together, which no screen would tell apart. */
const mostSteps = 150;

const layers = [
  { counts: 'allowed', look: 'allowed' },
  { counts: 'fallbackAllowed', look: 'fallback' },
  { counts: 'denied', look: 'denied' },
  { counts: 'noDecision', look: 'no-decision' },
] as const;

/** Stacked step areas of what was answered: allowed at the bottom, no decision on top. */
export function lanePaths(lane: TimelineLane): Html {
  const edges = stackedEdges(lane);
  const most = Math.max(1, ...(edges.at(-1) ?? []));
  return html`<rect class="ground" width="${laneWidth}" height="${laneHeight}" />${layers.map(
      ({ look }, index) => {
        const path = area(edges[index] ?? [], edges[index + 1] ?? [], most);
        return path !== '' && html`<path class="${look}" d="${path}" />`;
      },
    )}`;
}

/** The lower edge of every layer by step, and the upper edge of the last. */
function stackedEdges(lane: TimelineLane): readonly (readonly number[])[] {
  const together = Math.max(1, Math.ceil(lane.allowed.length / mostSteps));
  const steps = Array.from(
    { length: Math.ceil(lane.allowed.length / together) },
    (_, step) => step * together,
  );
  const edges = [steps.map(() => 0)];
  for (const { counts } of layers) {
    const below = edges.at(-1) ?? [];
    edges.push(
      steps.map((from, index) => (below[index] ?? 0) + sum(lane[counts].slice(from, from + together))),
    );
  }
  return edges;
}

/** What lies between two edges as closed outlines: forward along the upper one, back along the lower. */
function area(lower: readonly number[], upper: readonly number[], most: number): string {
  const x = (step: number): number => tenth((step / upper.length) * laneWidth);
  const y = (value: number | undefined): number => tenth(laneHeight * (1 - (value ?? 0) / most));
  let path = '';
  for (let from = 0; from < upper.length; from += 1) {
    if (upper[from] === lower[from]) continue;
    let to = from;
    while (to + 1 < upper.length && upper[to + 1] !== lower[to + 1]) to += 1;
    path += `M${x(from)} ${y(lower[from])}`;
    for (let step = from; step <= to; step += 1) {
      if (step === from || upper[step] !== upper[step - 1]) path += `V${y(upper[step])}`;
      if (step === to || upper[step] !== upper[step + 1]) path += `H${x(step + 1)}`;
    }
    for (let step = to; step >= from; step -= 1) {
      if (step === to || lower[step] !== lower[step + 1]) path += `V${y(lower[step])}`;
      if (step > from && lower[step] !== lower[step - 1]) path += `H${x(step)}`;
    }
    path += 'Z';
    from = to;
  }
  return path;
}

function tenth(value: number): number {
  return Math.round(value * 10) / 10;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
