import type { TimelineLane } from '../../model/result.ts';
import { html, type Html } from './html.ts';

export const laneHeight = 36;

/** More steps than this are drawn together, which no screen would tell apart. */
const mostSteps = 150;
/** Units of a step's width in the drawing, which is stretched to the chart's. */
const stepWidth = 8;

const layers = [
  { counts: 'allowed', look: 'allowed' },
  { counts: 'fallbackAllowed', look: 'fallback' },
  { counts: 'denied', look: 'denied' },
  { counts: 'noDecision', look: 'no-decision' },
] as const;

interface Layer {
  readonly look: string;
  /** Counts of this layer by step. */
  readonly own: readonly number[];
  /** Together with all layers below. */
  readonly stacked: readonly number[];
}

/**
 * Stacked step areas of what was answered from one step to another: allowed at the bottom, no decision on top.
 * Every layer is drawn down to the ground, the upper ones first, so that the lower ones cover them.
 */
export function laneDrawing(lane: TimelineLane, y: number, firstStep: number, endStep: number): Html {
  const stack = layersOf(lane, firstStep, endStep);
  const most = Math.max(1, ...(stack.at(-1)?.stacked ?? []));
  const width = Math.max(1, stack[0]?.own.length ?? 0) * stepWidth;
  return html`<svg
    y="${y}"
    width="100%"
    height="${laneHeight}"
    viewBox="0 0 ${width} ${laneHeight}"
    preserveAspectRatio="none"
  >
    <rect class="ground" width="${width}" height="${laneHeight}" />
    ${stack.toReversed().map((layer) => {
      const path = outline(layer, most);
      return path !== '' && html`<path class="${layer.look}" d="${path}" />`;
    })}
  </svg>`;
}

function layersOf(lane: TimelineLane, firstStep: number, endStep: number): readonly Layer[] {
  const together = Math.max(1, Math.ceil((endStep - firstStep) / mostSteps));
  const steps = Array.from(
    { length: Math.ceil((endStep - firstStep) / together) },
    (_, index) => firstStep + index * together,
  );
  const stack: Layer[] = [];
  for (const { counts, look } of layers) {
    const below = stack.at(-1)?.stacked ?? [];
    const own = steps.map((from) =>
      lane[counts].slice(from, Math.min(from + together, endStep)).reduce((sum, value) => sum + value, 0),
    );
    stack.push({ look, own, stacked: own.map((value, index) => value + (below[index] ?? 0)) });
  }
  return stack;
}

/** The upper edge of a layer wherever it has anything, closed along the ground. */
function outline({ own, stacked }: Layer, most: number): string {
  const top = (step: number): number =>
    (own[step] ?? 0) === 0 ? laneHeight : Math.round(laneHeight * (1 - (stacked[step] ?? 0) / most));
  let path = '';
  for (let step = 0; step < own.length; step += 1) {
    if (own[step] === 0) continue;
    let end = step + 1;
    while (end < own.length && top(end) === top(step) && own[end] !== 0) end += 1;
    const joined = step > 0 && own[step - 1] !== 0;
    path += `${joined ? '' : `M${step * stepWidth} ${laneHeight}`}V${top(step)}h${(end - step) * stepWidth}`;
    if (end >= own.length || own[end] === 0) path += `V${laneHeight}z`;
    step = end - 1;
  }
  return path;
}
