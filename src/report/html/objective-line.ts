import { wholeMs } from '../words.ts';
import type { PlaceX } from './chart.ts';
import { html, type Html } from './html.ts';
import { namedLine } from './named-line.ts';

/** Beyond so many times of what is drawn, an objective would press the picture together. */
const farthest = 1.5;

/** Where a time axis has to end so that the objective is on it, unless it is too far away. */
export function axisEnd(start: number, last: number, due: number | null): number {
  const span = Math.max(1, last - start);
  const end = due !== null && due > last && due - last <= farthest * span ? due : last;
  return end + (end - start) * 0.04;
}

/** The objective as a line with its name, or as an arrow to where it would be. The name stands at `y` 12. */
export function objectiveLine(
  place: PlaceX,
  { due, end, objectiveMs }: { readonly due: number; readonly end: number; readonly objectiveMs: number },
  bottom: number,
): Html {
  const words = `objective ${wholeMs(objectiveMs)}`;
  if (due > end) return html`<text class="name" text-anchor="end" x="100%" y="12">${words} →</text>`;
  return namedLine(place(due), { words, y: 12, look: 'name' }, { top: 4, bottom, look: 'objective' });
}
