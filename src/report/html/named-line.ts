import { html, type Html } from './html.ts';

/** A vertical line with its name beside it, on the side where there is room. */
export function namedLine(
  x: string,
  name: { readonly words: string; readonly y: number; readonly look: string },
  line: { readonly top: number; readonly bottom: number; readonly look: string },
): Html {
  const late = Number.parseFloat(x) > 50;
  return html`<line class="${line.look}" x1="${x}" x2="${x}" y1="${line.top}" y2="${line.bottom}" /><text
      class="${name.look}"
      text-anchor="${late ? 'end' : 'start'}"
      x="${x}"
      dx="${late ? -5 : 5}"
      y="${name.y}"
      >${name.words}</text
    >`;
}
