import { formatMs } from '../../model/time.ts';
import type { Rollback } from '../../model/result.ts';
import { chart, rounded } from './chart.ts';
import { columnHeads } from './column-heads.ts';
import { html, type Html } from './html.ts';

const minute = 60_000;

interface Incident {
  readonly name: string;
  readonly date: string;
  readonly ms: number;
  /** What the figure measures. */
  readonly measured: string;
}

/**
 * How long it took to take a bad change back in public. Sources: GitHub availability report November 2023;
 * Cloudflare, "Details of the Cloudflare outage on July 2, 2019"; Google Cloud incident ow5i3PPK96RduMcb1SsW.
 */
const incidents: readonly Incident[] = [
  {
    name: 'GitHub authorization service',
    date: '2023-11-03',
    ms: 24 * minute,
    measured: 'alert to rollback done',
  },
  {
    name: 'Cloudflare WAF rule',
    date: '2019-07-02',
    ms: 25 * minute,
    measured: 'bad rule out to WAF terminated',
  },
  {
    name: 'Google Service Control',
    date: '2025-06-12',
    ms: 40 * minute,
    measured: 'start to the switch-off rolled out',
  },
];

/** This rollback beside public incidents, on a logarithmic scale; nothing where the total is unknown. */
export function incidentScale(id: string, { totalMs, objectiveMs }: Rollback): Html {
  if (totalMs === null) return html``;
  const rows: readonly Incident[] = [
    { name: 'this rollback', date: '', ms: totalMs, measured: 'rollback command to the last wrong decision' },
    { name: 'objective', date: '', ms: objectiveMs, measured: 'as declared' },
    ...incidents,
  ];
  return html`<details class="incidents">
    <summary>
      Beside public incidents:
      ${incidents.map(
        (one, index) => html`${index > 0 && ', '}${one.name} ${one.date} <b>${formatMs(one.ms)}</b>`,
      )}
    </summary>
    ${chart({
      id,
      title: 'This rollback beside public incidents',
      description: `On a logarithmic scale: ${rows.map((row) => `${label(row)} ${formatMs(row.ms)}`).join(', ')}.`,
      height: rows.length * rowHeight + 26,
      drawing: drawing(rows),
      table: table(rows),
    })}
    <p class="sub-text">
      The incidents were measured by their owners, from other starting points and on far larger systems. They
      show the order of magnitude, not a comparison.
    </p>
  </details>`;
}

const rowHeight = 30;
const decades = [
  { ms: 100, words: '100 ms' },
  { ms: 1_000, words: '1 s' },
  { ms: 10_000, words: '10 s' },
  { ms: minute, words: '1 min' },
  { ms: 10 * minute, words: '10 min' },
  { ms: 60 * minute, words: '1 h' },
];

function place(ms: number): number {
  const [least, most] = [Math.log(100), Math.log(2 * 60 * minute)];
  return rounded(Math.min(100, Math.max(0.3, ((Math.log(Math.max(ms, 1)) - least) / (most - least)) * 100)));
}

function drawing(rows: readonly Incident[]): Html {
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
          ><tspan class="name">${label(row)}</tspan><tspan dx="8">${formatMs(row.ms)}</tspan></text
        ><rect
          class="${index === 0 ? 'step' : index === 1 ? 'activation' : 'denied'}"
          x="0"
          y="${index * rowHeight + 18}"
          width="${place(row.ms)}%"
          height="8"
        />`,
  )}`;
}

function label(row: Incident): string {
  return row.date === '' ? row.name : `${row.name} ${row.date}`;
}

function table(rows: readonly Incident[]): Html {
  return html`<table class="plain">
    <caption>
      Time to take a bad change back
    </caption>
    ${columnHeads(['what', 'took', 'measured'])}
    <tbody>
      ${rows.map(
        (row) =>
          html`<tr>
            <th scope="row">${label(row)}</th>
            <td>${formatMs(row.ms)}</td>
            <td>${row.measured}</td>
          </tr>`,
      )}
    </tbody>
  </table>`;
}
