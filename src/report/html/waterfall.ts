import type { Rollback, RollbackPhase } from '../../model/result.ts';
import { againstObjective } from '../rollback-words.ts';
import { moment, wholeMs } from '../words.ts';
import { axisOver, chart, rounded, timeAxis, type PlaceX } from './chart.ts';
import { columnHeads } from './column-heads.ts';
import { html, type Html } from './html.ts';

const rowHeight = 34;
const barHeight = 12;
/** Room for the objective's label. */
const firstRow = 20;

interface Row {
  readonly name: string;
  readonly look: 'step' | 'activation' | 'residue' | 'total';
  readonly from: number;
  readonly to: number;
  readonly errorMs: number;
  readonly note: string | null;
}

/** The phases of a rollback under one another on one time axis, the whole below them, the objective as a line. */
export function waterfall(id: string, rollback: Rollback): Html {
  const rows = [...rollback.phases.map(phaseRow), ...totalRow(rollback)];
  const ordered = orderedAt(rollback.phases);
  const due = ordered === null ? null : ordered + rollback.objectiveMs;
  const start = Math.min(...rows.map((row) => row.from));
  const last = Math.max(...rows.map((row) => row.to), due ?? 0);
  const end = last + (last - start) * 0.04;
  const place = axisOver(start, end);
  const bottom = firstRow + rows.length * rowHeight;
  return chart({
    id,
    title: 'Rollback, phase by phase',
    description: `${rows.map((row) => `${row.name} ${wholeMs(row.to - row.from)}`).join(', ')}; ${againstObjective(rollback)}.`,
    height: bottom + 22,
    drawing: html`${rows.map((row, index) => bar(place, row, due, firstRow + index * rowHeight))}${
      due !== null && objectiveLine(place, due, rollback.objectiveMs, bottom)
    }${timeAxis(place, start, end, bottom, start)}`,
    table: table(rows),
  });
}

/** When the rollback was ordered: where the command phase ends, else where the publication begins. */
function orderedAt(phases: readonly RollbackPhase[]): number | null {
  const command = phases.find(({ phase }) => phase === 'command');
  return command?.to ?? phases.find(({ phase }) => phase === 'publication')?.from ?? null;
}

function phaseRow({ phase, replica, from, to, errorMs, note }: RollbackPhase): Row {
  const look = phase === 'activation' || phase === 'residue' ? phase : 'step';
  return { name: replica === null ? phase : `${phase} ${replica}`, look, from, to, errorMs, note };
}

function totalRow(rollback: Rollback): readonly Row[] {
  const ordered = orderedAt(rollback.phases);
  if (ordered === null || rollback.totalMs === null) return [];
  const note = againstObjective(rollback);
  return [
    {
      name: 'command to last wrong',
      look: 'total',
      from: ordered,
      to: ordered + rollback.totalMs,
      errorMs: rollback.errorMs,
      note,
    },
  ];
}

function bar(place: PlaceX, row: Row, due: number | null, top: number): Html {
  const within = due === null ? row.to : Math.min(row.to, Math.max(row.from, due));
  const line = top + rowHeight - 2;
  return html`<line class="rule" x1="0" x2="100%" y1="${line}" y2="${line}" /><text x="0" y="${top + 12}"
      ><tspan class="name">${row.name}</tspan><tspan dx="8">${wholeMs(row.to - row.from)}</tspan
      ><tspan class="sub" dx="5">±${wholeMs(row.errorMs)}</tspan
      >${row.note !== null && html`<tspan class="sub note" dx="8">${row.note}</tspan>`}</text
    >${block(place, row.look, row.from, within, top)}${row.to > within && block(place, 'overshoot', within, row.to, top)}${whisker(place, row, top)}`;
}

/** From where to where the end of a bar may lie. */
function whisker(place: PlaceX, { to, errorMs }: Row, top: number): Html | false {
  const y = top + 17 + barHeight / 2;
  return (
    errorMs > 0 &&
    html`<line class="whisker" x1="${place(to - errorMs)}" x2="${place(to + errorMs)}" y1="${y}" y2="${y}" />`
  );
}

/** Never thinner than can be seen. */
function block(place: PlaceX, look: string, from: number, to: number, top: number): Html {
  const width = Math.max(0.3, rounded(Number.parseFloat(place(to)) - Number.parseFloat(place(from))));
  return html`<rect
    class="${look}"
    x="${place(from)}"
    y="${top + 17}"
    width="${width}%"
    height="${barHeight}"
  />`;
}

function objectiveLine(place: PlaceX, due: number, objectiveMs: number, bottom: number): Html {
  const x = place(due);
  const late = Number.parseFloat(x) > 50;
  return html`<line class="objective" x1="${x}" x2="${x}" y1="4" y2="${bottom}" /><text
      class="name"
      text-anchor="${late ? 'end' : 'start'}"
      x="${x}"
      dx="${late ? -5 : 5}"
      y="12"
      >objective ${wholeMs(objectiveMs)}</text
    >`;
}

function table(rows: readonly Row[]): Html {
  return html`<table class="plain">
    <caption>
      Phases of the rollback
    </caption>
    ${columnHeads(['phase', 'from', 'to', 'took', 'error', 'note'])}
    <tbody>
      ${rows.map(
        (row) =>
          html`<tr>
            <th scope="row">${row.name}</th>
            <td>${moment(row.from)}</td>
            <td>${moment(row.to)}</td>
            <td>${wholeMs(row.to - row.from)}</td>
            <td>±${wholeMs(row.errorMs)}</td>
            <td>${row.note ?? ''}</td>
          </tr>`,
      )}
    </tbody>
  </table>`;
}
