import { html, type Html } from './html.ts';

/** Turns a time into a place on a shared x axis, as an SVG percentage, so that a chart needs no fixed width. */
export type PlaceX = (t: number) => string;

/** A linear x axis over the whole width of a chart. Times outside it are held at its ends. */
export function axisOver(from: number, to: number): PlaceX {
  const span = to > from ? to - from : 1;
  return (t) => `${rounded(Math.min(100, Math.max(0, ((t - from) / span) * 100)))}%`;
}

/** A figure with at most two decimals, to keep charts short. */
export function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}

/** Round steps of 1, 2 or 5 between two times, at most `most` of them. */
export function ticksBetween(from: number, to: number, most: number): readonly number[] {
  const rough = Math.max((to - from) / most, 1);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10) * power;
  const first = Math.ceil(from / step);
  const ticks = Array.from({ length: most + 1 }, (_, index) => (first + index) * step);
  return ticks.filter((tick) => tick >= from && tick <= to);
}

/** The x axis at `y`: a line, ticks and their labels in seconds. */
export function timeAxis(place: PlaceX, from: number, to: number, y: number, zero = 0): Html {
  const ticks = ticksBetween(from - zero, to - zero, 7);
  return html`<line class="axis" x1="0" x2="100%" y1="${y}" y2="${y}" />${ticks.map((tick) => {
      const x = place(tick + zero);
      const near = Number.parseFloat(x);
      const anchor = near < 3 ? 'start' : near > 97 ? 'end' : 'middle';
      return html`<line class="axis" x1="${x}" x2="${x}" y1="${y}" y2="${y + 4}" /><text
          class="sub"
          text-anchor="${anchor}"
          x="${x}"
          y="${y + 17}"
          >${String(rounded(tick / 1_000)).replace('-', '−')} s</text
        >`;
    })}`;
}

/** A chart with its name, its description and the same figures as a table. */
export function chart(parts: {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly height: number;
  readonly drawing: Html;
  readonly table: Html;
}): Html {
  const { id, title, description, height, drawing, table } = parts;
  return html`<figure class="chart">
    <svg role="img" width="100%" height="${height}" aria-labelledby="${id}-t ${id}-d">
      <title id="${id}-t">${title}</title>
      <desc id="${id}-d">${description}</desc>
      ${drawing}
    </svg>
    <details class="data">
      <summary>The same as a table</summary>
      <div class="scroll" role="region" tabindex="0" aria-label="${title}, as a table">${table}</div>
    </details>
  </figure>`;
}

/** What every chart of the page refers to: hatched fills, as meaning never rests on colour alone, and the violation's mark. */
export function sharedShapes(): Html {
  return html`<svg class="defs" aria-hidden="true" width="0" height="0">
    <defs>
      ${hatching('fault', 45, 6)}${hatching('fallback', -45, 6)}${hatching('no-decision', 90, 4)}
      <path id="mark" d="M0-6l6 6-6 6-6-6z" />
    </defs>
  </svg>`;
}

function hatching(look: string, angle: number, size: number): Html {
  return html`<pattern
    id="hatch-${look}"
    width="${size}"
    height="${size}"
    patternUnits="userSpaceOnUse"
    patternTransform="rotate(${angle})"
    ><rect class="ground-${look}" width="${size}" height="${size}" /><line class="hatch-line" y2="${size}"
  /></pattern>`;
}
