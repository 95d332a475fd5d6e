import type { Result } from '../../model/result.ts';
import { againstObjective, detectorWords, orderWords, totalWords } from '../rollback-words.ts';
import {
  rollbackSummary,
  summarySentence,
  worstOfRepeated,
  type RollbackSummary,
} from '../rollback-summary.ts';
import { count, shortened, wholeMs } from '../words.ts';
import { axisOver, chart, rounded, timeAxis, type PlaceX } from './chart.ts';
import { columnHeads } from './column-heads.ts';
import { html, prose, type Html } from './html.ts';
import { incidentScale } from './incidents.ts';
import { axisEnd, objectiveLine } from './objective-line.ts';

/** Bars of one picture; all of them are in its table. */
const mostBars = 10;
const rowHeight = 34;
const firstRow = 20;

type Shown = ReturnType<typeof worstOfRepeated>[number];

/** All rollbacks of the run against their objectives, the worst first, and the slowest beside public incidents. */
export function rollbackOverview(result: Result): Html {
  const summary = rollbackSummary(result);
  if (summary === null) return html``;
  const { slowest } = summary;
  return html`<section aria-labelledby="rollbacks">
    <h2 id="rollbacks">
      Rollbacks <small>from the command to the last wrong decision on any replica</small>
    </h2>
    <p class="say">
      <b>${summarySentence(summary)}.</b> ${slowestSentence(summary)} ${glassSentence(summary)}
    </p>
    ${bars(summary)} ${slowest !== null && incidentScale('rollbacks-i', slowest.rollback)}
  </section>`;
}

function slowestSentence({ slowest, all }: RollbackSummary): Html {
  if (slowest === null) return html`None of them could be measured.`;
  const { rollback, scenario, index } = slowest;
  const advice = rollback.advice[0];
  return html`${all.length > 1 ? 'The slowest took' : 'It took'} ${totalWords(rollback)}: ${rollback.policy}
    in <a href="#s${index}">${scenario.title}</a>.${advice !== undefined && html` ${prose(advice)}`}`;
}

function glassSentence({ brokenGlass }: RollbackSummary): Html | false {
  const times = brokenGlass.length;
  return (
    times > 0 &&
    html`<span class="badge">break-glass</span> ${times === 1 ? 'once' : `${count(times)} times`}: in
      ${brokenGlass.map(({ scenario, index }, at) => html`${at > 0 && ', '}<a href="#s${index}">${scenario.title}</a>`)}.`
  );
}

function bars({ all }: RollbackSummary): Html {
  const each = worstOfRepeated(all);
  const measured = each.filter(({ rollback }) => rollback.totalMs !== null);
  const shown = measured.slice(0, mostBars);
  if (each.length < 2 || shown.length === 0) return html``;
  const last = Math.max(...shown.map(({ rollback }) => (rollback.totalMs ?? 0) + rollback.errorMs));
  const objectiveMs = Math.min(...shown.map(({ rollback }) => rollback.objectiveMs));
  const end = axisEnd(0, last, objectiveMs);
  const place = axisOver(0, end);
  const bottom = firstRow + shown.length * rowHeight;
  return html`${chart({
    id: 'rollbacks-c',
    title: 'Rollbacks of the run',
    description: `${shown.map(({ rollback, scenario }) => `${rollback.policy} in ${scenario.id} ${totalWords(rollback)}`).join(', ')}; the objective is ${wholeMs(objectiveMs)}.`,
    height: bottom + 22,
    drawing: html`${objectiveLine(place, { due: objectiveMs, end, objectiveMs }, bottom)}${shown.map(
      (one, index) => bar(place, one, firstRow + index * rowHeight),
    )}${timeAxis(place, 0, end, bottom)}`,
    table: table(each),
  })}
  ${
    measured.length > shown.length &&
    html`<p class="sub-text">
      The ${count(shown.length)} that went worst of ${count(measured.length)}; the table has all.
    </p>`
  }`;
}

function bar(place: PlaceX, { rollback, scenario, of }: Shown, top: number): Html {
  const totalMs = rollback.totalMs ?? 0;
  const within = Math.min(totalMs, rollback.objectiveMs);
  const y = top + 17;
  const block = (look: string, from: number, to: number): Html =>
    html`<rect
      class="${look}"
      x="${place(from)}"
      y="${y}"
      width="${Math.max(0.3, rounded(Number.parseFloat(place(to)) - Number.parseFloat(place(from))))}%"
      height="10"
    />`;
  return html`<text x="0" y="${top + 12}"
      ><tspan class="name">${shortened(rollback.policy, 26)}</tspan><tspan dx="8">${wholeMs(totalMs)}</tspan
      ><tspan class="sub" dx="5">±${wholeMs(rollback.errorMs)}</tspan
      ><tspan class="sub note" dx="8">${worstOf(of)}${shortened(scenario.title, 90)}</tspan></text
    >${block('step', 0, within)}${totalMs > within && block('overshoot', within, totalMs)}<line
      class="whisker"
      x1="${place(totalMs - rollback.errorMs)}"
      x2="${place(totalMs + rollback.errorMs)}"
      y1="${y + 5}"
      y2="${y + 5}"
    />`;
}

function worstOf(many: number): string {
  return many > 1 ? `worst of ${count(many)}: ` : '';
}

function table(all: readonly Shown[]): Html {
  return html`<table class="plain">
    <caption>
      Rollbacks of the run, those that went worst first
    </caption>
    ${columnHeads(['policy', 'drill', 'took', 'against the objective', 'found by', 'order'])}
    <tbody>
      ${all.map(
        ({ rollback, scenario, index, of }) =>
          html`<tr>
            <th scope="row">${rollback.policy}</th>
            <td><a href="#s${index}">${scenario.id}</a></td>
            <td>${worstOf(of)}${totalWords(rollback)}</td>
            <td>${againstObjective(rollback)}</td>
            <td>${detectorWords(rollback)}</td>
            <td>${rollback.breakGlass && html`<b>break-glass</b>: `}${orderWords(rollback)}</td>
          </tr>`,
      )}
    </tbody>
  </table>`;
}
