import { formatMs } from '../../model/time.ts';
import type { Rollback } from '../../model/result.ts';
import { chart, rounded } from './chart.ts';
import { columnHeads } from './column-heads.ts';
import { html, type Html } from './html.ts';
import { incidents, hour, minute } from './public-incidents.ts';

interface Row {
  readonly name: string;
  readonly look: 'step' | 'activation' | 'denied';
  readonly ms: number;
  readonly measured: string;
  readonly spread: string;
}

/** A rollback beside public incidents, on a logarithmic scale; nothing where its total is unknown. */
export function incidentScale(id: string, rollback: Rollback): Html {
  const { totalMs, objectiveMs, phases } = rollback;
  if (totalMs === null) return html``;
  const exposure = phases.find(({ phase }) => phase === 'exposure');
  const rows: readonly Row[] = [
    {
      name: 'the slowest rollback',
      look: 'step',
      ms: totalMs,
      measured: 'command to the last wrong decision',
      spread: exposure === undefined ? '–' : `${formatMs(exposure.ms)} to the first wrong decision`,
    },
    { name: 'objective', look: 'activation', ms: objectiveMs, measured: 'as declared', spread: '–' },
    ...incidents.map((one): Row => Object.assign({ look: 'denied' as const }, one)),
  ];
  return html`<details class="incidents">
    <summary>
      Beside public incidents, which took ${inWords(incidents[0]?.ms ?? 0)} to
      ${inWords(incidents.at(-1)?.ms ?? 0)}
    </summary>
    ${chart({
      id,
      title: 'The slowest rollback beside public incidents',
      description: `On a logarithmic scale: ${rows.map((row) => `${row.name} ${inWords(row.ms)}`).join(', ')}.`,
      height: rows.length * rowHeight + 26,
      drawing: drawing(rows),
      table: table(rows),
    })}
    <p class="sub-text">
      ${asymmetry(totalMs, exposure?.ms)} The incidents were measured by their owners, from other starting
      points and on far larger systems. They show the order of magnitude, not a comparison.
    </p>
  </details>`;
}

/** A bad rule spreads by itself; taking it back is work. */
function asymmetry(totalMs: number, exposureMs: number | undefined): string {
  const theirs =
    'Bad changes spread within seconds and are taken back in minutes: the rule of 2019 was everywhere within 2.29 s (99th percentile), and it took 25 min to stop it.';
  if (exposureMs === undefined || exposureMs <= 0) return theirs;
  return `${theirs} Here the bad rule did its first harm ${formatMs(exposureMs)} after it was served, and taking it back took ${formatMs(totalMs)}, ${rounded(Number((totalMs / exposureMs).toPrecision(2)))} times that.`;
}

function inWords(ms: number): string {
  return ms >= 3 * hour ? `${rounded(ms / hour)} h` : formatMs(ms);
}

const rowHeight = 30;
const decades = [
  { ms: 100, words: '100 ms' },
  { ms: 1_000, words: '1 s' },
  { ms: 10_000, words: '10 s' },
  { ms: minute, words: '1 min' },
  { ms: 10 * minute, words: '10 min' },
  { ms: hour, words: '1 h' },
  { ms: 10 * hour, words: '10 h' },
];

function place(ms: number): number {
  const [least, most] = [Math.log(100), Math.log(24 * hour)];
  return rounded(Math.min(100, Math.max(0.3, ((Math.log(Math.max(ms, 1)) - least) / (most - least)) * 100)));
}

function drawing(rows: readonly Row[]): Html {
  const bottom = rows.length * rowHeight + 2;
  return html`${decades.map(({ ms, words }) => {
    const x = `${place(ms)}%`;
    return html`<line class="phase" x1="${x}" x2="${x}" y1="0" y2="${bottom}" /><text
        class="sub"
        text-anchor="${ms === 100 ? 'start' : 'middle'}"
        x="${x}"
        y="${bottom + 16}"
        >${words}</text
      >`;
  })}${rows.map(
    (row, index) =>
      html`<text x="0" y="${index * rowHeight + 13}"
          ><tspan class="name">${row.name}</tspan><tspan dx="8">${inWords(row.ms)}</tspan
          ><tspan class="sub note" dx="8">${row.measured}</tspan></text
        ><rect
          class="${row.look}"
          x="0"
          y="${index * rowHeight + 18}"
          width="${place(row.ms)}%"
          height="8"
        />`,
  )}`;
}

function table(rows: readonly Row[]): Html {
  return html`<table class="plain">
    <caption>
      Time to take a bad change back
    </caption>
    ${columnHeads(['what', 'had spread after', 'took', 'measured'])}
    <tbody>
      ${rows.map(
        (row) =>
          html`<tr>
            <th scope="row">${row.name}</th>
            <td>${row.spread}</td>
            <td>${inWords(row.ms)}</td>
            <td>${row.measured}</td>
          </tr>`,
      )}
    </tbody>
  </table>`;
}
