import type { Rollback, RollbackSpread } from '../../model/result.ts';
import { againstObjective, totalWords } from '../rollback-words.ts';
import { count, wholeMs } from '../words.ts';
import { axisOver, chart, timeAxis, type PlaceX } from './chart.ts';
import { columnHeads } from './column-heads.ts';
import { html, type Html } from './html.ts';
import { namedLine } from './named-line.ts';
import { axisEnd, objectiveLine } from './objective-line.ts';

const radius = 5;
const ground = 92;
/** Dots nearer to each other than this, in percent of the width, are put on top of one another. */
const nearest = 1.6;
const highest = 5;

/** What the repetitions of a rollback amount to: a dot each over one axis, the median, the worst and the objective. */
export function spreadStrip(id: string, spread: RollbackSpread, rollbacks: readonly Rollback[]): Html {
  return html`<p class="say">${spreadSentence(spread)}</p>
    ${spread.worstMs !== null && strip(id, spread, rollbacks)}`;
}

/** `10 rollbacks: median 930 ms, worst 1,004 ms (±4 ms), 10 of 10 certainly within the objective.` */
function spreadSentence(spread: RollbackSpread): Html {
  const { rollbacks, measured, medianMs, worstMs, errorMs, withinObjective } = spread;
  const unmeasured = rollbacks - measured;
  return html`Taken back ${count(rollbacks)}
    times:${
      medianMs !== null && worstMs !== null
        ? html` median <b>${wholeMs(medianMs)}</b>, worst <b>${wholeMs(worstMs)}</b> (±${wholeMs(errorMs)}),`
        : ''
    } <b>${count(withinObjective)} of ${count(rollbacks)}</b> certainly within the
    objective${unmeasured > 0 && `, ${count(unmeasured)} not measured`}.`;
}

function strip(
  id: string,
  { medianMs, worstMs, errorMs }: RollbackSpread,
  rollbacks: readonly Rollback[],
): Html {
  const totals = rollbacks.flatMap(({ totalMs }) => (totalMs === null ? [] : [totalMs]));
  const worst = worstMs ?? 0;
  const objectiveMs = rollbacks[0]?.objectiveMs ?? 0;
  const end = axisEnd(0, worst + errorMs, objectiveMs);
  const place = axisOver(0, end);
  return chart({
    id,
    title: 'How long each rollback took',
    description: `${count(totals.length)} rollbacks between ${wholeMs(Math.min(...totals))} and ${wholeMs(worst)}, median ${wholeMs(medianMs ?? worst)}; the objective is ${wholeMs(objectiveMs)}.`,
    height: ground + 22,
    drawing: html`${objectiveLine(place, { due: objectiveMs, end, objectiveMs }, ground)}${
      medianMs !== null && named(place(medianMs), `median ${wholeMs(medianMs)}`, 28)
    }${named(place(worst), `worst ${wholeMs(worst)}`, 44)}${dots(place, totals)}${timeAxis(place, 0, end, ground)}`,
    table: table(rollbacks),
  });
}

function named(x: string, words: string, y: number): Html {
  return namedLine(x, { words, y, look: 'sub' }, { top: y - 8, bottom: ground, look: 'command-line' });
}

function dots(place: PlaceX, totals: readonly number[]): Html {
  let before = -Infinity;
  let height = 0;
  return html`${totals
    .toSorted((a, b) => a - b)
    .map((total) => {
      const x = Number.parseFloat(place(total));
      height = x - before < nearest ? Math.min(highest, height + 1) : 0;
      if (height === 0) before = x;
      return html`<circle class="dot" cx="${x}%" cy="${ground - radius - 2 - height * 7}" r="${radius}" />`;
    })}`;
}

function table(rollbacks: readonly Rollback[]): Html {
  return html`<table class="plain">
    <caption>
      Every repetition
    </caption>
    ${columnHeads(['', 'revision', 'took', 'against the objective'])}
    <tbody>
      ${rollbacks.map(
        (rollback, index) =>
          html`<tr>
            <th scope="row">${index + 1}</th>
            <td>${rollback.badRevision} → ${rollback.goodRevision ?? 'none'}</td>
            <td>${totalWords(rollback)}</td>
            <td>${againstObjective(rollback)}</td>
          </tr>`,
      )}
    </tbody>
  </table>`;
}
