import type { TimelineLane } from '../../model/result.ts';
import { rounded } from './chart.ts';
import { html, type Html } from './html.ts';

/** A lane is drawn this wide and stretched to the chart's width. */
export const laneWidth = 1_000;
export const laneHeight = 36;

const layers = ['allowed', 'fallbackAllowed', 'denied', 'noDecision'] as const;
const looks = {
  allowed: 'allowed',
  fallbackAllowed: 'fallback',
  denied: 'denied',
  noDecision: 'no-decision',
} as const;

/** Stacked step areas of what was answered: allowed at the bottom, no decision on top. */
export function lanePaths(lane: TimelineLane): Html {
  const steps = lane.allowed.length;
  const top = Math.max(1, ...Array.from({ length: steps }, (_, step) => stacked(lane, step, layers.length)));
  const ground = html`<rect class="ground" width="${laneWidth}" height="${laneHeight}" />`;
  const areas = layers.map((layer, index) => {
    if (!lane[layer].some((value) => value > 0)) return false;
    const path = area(lane, index, top);
    const area$ = html`<path class="${looks[layer]}" d="${path}" />`;
    return layer === 'fallbackAllowed' || layer === 'noDecision'
      ? html`${area$}<path class="hatched-${looks[layer]}" d="${path}" />`
      : area$;
  });
  return html`${ground}${areas}`;
}

/** Sum of the lowest `count` layers in one step. */
function stacked(lane: TimelineLane, step: number, count: number): number {
  return layers.slice(0, count).reduce((sum, layer) => sum + (lane[layer][step] ?? 0), 0);
}

/** One layer as a closed outline: forward along its upper edge, back along its lower one, for each run of steps that has it. */
function area(lane: TimelineLane, layer: number, top: number): string {
  const steps = lane.allowed.length;
  const x = (step: number): number => rounded((step / steps) * laneWidth);
  const y = (value: number): number => rounded(laneHeight - (value / top) * laneHeight);
  const present = (step: number): boolean =>
    step < steps && stacked(lane, step, layer + 1) > stacked(lane, step, layer);
  let path = '';
  for (let from = 0; from < steps; from += 1) {
    if (!present(from)) continue;
    let to = from;
    while (present(to + 1)) to += 1;
    path += `M${x(from)} ${y(stacked(lane, from, layer))}`;
    for (let step = from; step <= to; step += 1)
      path += `V${y(stacked(lane, step, layer + 1))}H${x(step + 1)}`;
    for (let step = to; step >= from; step -= 1) path += `V${y(stacked(lane, step, layer))}H${x(step)}`;
    path += 'Z';
    from = to;
  }
  return path;
}
