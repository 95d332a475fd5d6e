import type { Rollback } from '../../model/result.ts';
import { againstObjective } from '../rollback-words.ts';
import { moment, shortened, wholeMs } from '../words.ts';
import { axisOver, chart, rounded, timeAxis, type PlaceX } from './chart.ts';
import { columnHeads } from './column-heads.ts';
import { html, type Html } from './html.ts';
import { axisEnd, objectiveLine } from './objective-line.ts';
import { orderedAt, waterfallRows, type WaterfallRow } from './waterfall-rows.ts';

const rowHeight = 34;
const barHeight = 12;
/** Room for the names of the objective and of the command. */
const firstRow = 36;
/** Names are whole in the table. */
const mostOfName = 34;

/**
 * The phases of a rollback under one another on one time axis that counts from the command, the whole below them, the
 * objective as a line, and what every end may be wrong by as a whisker.
 */
export function waterfall(id: string, rollback: Rollback): Html {
  const rows = waterfallRows(rollback);
  const ordered = orderedAt(rollback);
  const due = ordered === null ? null : ordered + rollback.objectiveMs;
  const start = Math.min(...rows.map((row) => row.from));
  const last = Math.max(...rows.map(({ to, errorMs, pieces }) => (isUnsure(pieces) ? to : to + errorMs)));
  const end = axisEnd(start, last, due);
  const place = axisOver(start, end);
  const bottom = firstRow + rows.length * rowHeight;
  return chart({
    id,
    title: `Rollback of ${rollback.policy}, phase by phase`,
    description: `${rows.map((row) => `${row.name} ${wholeMs(row.ms)}`).join(', ')}; ${againstObjective(rollback)}.`,
    height: bottom + 22,
    drawing: html`${ordered !== null && commandLine(place(ordered), bottom)}${
      due !== null && objectiveLine(place, { due, end, objectiveMs: rollback.objectiveMs }, bottom)
    }${rows.map((row, index) => drawn(place, row, due, firstRow + index * rowHeight))}${timeAxis(
      place,
      start,
      end,
      bottom,
      ordered ?? start,
    )}`,
    table: table(rows),
  });
}

function isUnsure(pieces: WaterfallRow['pieces']): boolean {
  return pieces.some(({ look }) => look === 'unsure');
}

function commandLine(x: string, bottom: number): Html {
  const late = Number.parseFloat(x) > 15;
  return html`<line class="command-line" x1="${x}" x2="${x}" y1="18" y2="${bottom}" /><text
      class="sub"
      text-anchor="${late ? 'end' : 'start'}"
      x="${x}"
      dx="${late ? -5 : 5}"
      y="28"
      >ordered</text
    >`;
}

function drawn(place: PlaceX, row: WaterfallRow, due: number | null, top: number): Html {
  const line = top + rowHeight - 2;
  return html`<line class="rule" x1="0" x2="100%" y1="${line}" y2="${line}" /><text x="0" y="${top + 12}"
      ><tspan class="name">${shortened(row.name, mostOfName)}</tspan><tspan dx="8">${wholeMs(row.ms)}</tspan
      ><tspan class="sub" dx="5">±${wholeMs(row.errorMs)}</tspan
      >${row.note !== '' && html`<tspan class="sub note" dx="8">${shortened(row.note, 90)}</tspan>`}</text
    >${blocks(place, row, due, top)}${whisker(place, row, top)}`;
}

/** What lies beyond the objective is hatched; what took no time has no bar. */
function blocks(place: PlaceX, { from, pieces }: WaterfallRow, due: number | null, top: number): Html {
  return html`${pieces.map(({ look, to }, index) => {
    const begin = pieces[index - 1]?.to ?? from;
    const within = due === null ? to : Math.min(to, Math.max(begin, due));
    const beyond = to > within && block(place, 'overshoot', within, to, top);
    return [within > begin && block(place, look, begin, within, top), beyond];
  })}`;
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

/** From where to where the end of a bar may lie. */
function whisker(place: PlaceX, { to, errorMs }: WaterfallRow, top: number): Html | false {
  if (errorMs <= 0) return false;
  const [early, late, y] = [place(to - errorMs), place(to + errorMs), top + 17 + barHeight / 2];
  return html`<line class="whisker" x1="${early}" x2="${late}" y1="${y}" y2="${y}" />${[early, late].map(
      (x) => html`<line class="whisker" x1="${x}" x2="${x}" y1="${y - 4}" y2="${y + 4}" />`,
    )}`;
}

function table(rows: readonly WaterfallRow[]): Html {
  return html`<table class="plain figures">
    <caption>
      Phases of the rollback. Publication, the last activation and the residue add up to the whole.
    </caption>
    ${columnHeads(['phase', 'from', 'to', 'took', 'error', 'note'])}
    <tbody>
      ${rows.map(
        (row) =>
          html`<tr>
            <th scope="row">${row.name}</th>
            <td>${moment(row.from)}</td>
            <td>${moment(row.to)}</td>
            <td>${wholeMs(row.ms)}</td>
            <td>±${wholeMs(row.errorMs)}</td>
            <td class="words">${row.note}</td>
          </tr>`,
      )}
    </tbody>
  </table>`;
}
