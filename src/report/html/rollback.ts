import type { Rollback, RollbackPhase } from '../../model/result.ts';
import { againstObjective } from '../rollback-words.ts';
import { countOf, listed, moment, wholeMs } from '../words.ts';
import { axisOver, chart, rounded, timeAxis, type PlaceX } from './chart.ts';
import { html, type Html } from './html.ts';
import { incidentScale } from './incidents.ts';

const rowHeight = 34;
const barHeight = 12;

/** How long the bad rule lasted, phase by phase, against the objective. */
export function rollbackWaterfall(id: string, rollback: Rollback): Html {
  return html`<section class="rollback" aria-labelledby="${id}-h">
    <h4 id="${id}-h">Rollback of ${rollback.policy} <small>revision ${rollback.badRevision}</small></h4>
    <p class="say">${sentence(rollback)}</p>
    ${rollback.phases.length > 0 && waterfall(id, rollback)} ${radius(rollback)}
    ${incidentScale(`${id}-i`, rollback)}
  </section>`;
}

function sentence(rollback: Rollback): Html {
  const { totalMs, errorMs, objectiveMs } = rollback;
  if (totalMs === null) {
    return html`How long the rollback took cannot be said from this run. The objective is
    ${wholeMs(objectiveMs)}.`;
  }
  const verdict = againstObjective(rollback);
  return html`<b>${wholeMs(totalMs)}</b> (±${wholeMs(errorMs)}) from the rollback command to the last wrong
    decision,
    ${rollback.withinObjective === false ? html`<b class="over-text">${verdict}</b>` : verdict}.${residueShare(rollback, totalMs)}`;
}

function residueShare({ phases }: Rollback, totalMs: number): string {
  const residue = phases.filter((phase) => phase.phase === 'residue');
  const longest = Math.max(0, ...residue.map((phase) => phase.ms));
  if (longest === 0 || totalMs <= 0) return '';
  const note = residue.find((phase) => phase.ms === longest)?.note;
  return ` ${Math.round((100 * longest) / totalMs)} % of it was residue${note === null || note === undefined ? '' : `: ${note}`}.`;
}

/** When the rollback was ordered: where the command phase ends, else where the publication begins. */
function orderedAt({ phases }: Rollback): number | null {
  return (
    phases.find((phase) => phase.phase === 'command')?.to ??
    phases.find((phase) => phase.phase === 'publication')?.from ??
    null
  );
}

function waterfall(id: string, rollback: Rollback): Html {
  const { phases, objectiveMs, totalMs } = rollback;
  const start = Math.min(...phases.map((phase) => phase.from));
  const ordered = orderedAt(rollback);
  const due = ordered === null ? null : ordered + objectiveMs;
  const last = Math.max(...phases.map((phase) => phase.to), due ?? 0);
  const end = last + (last - start) * 0.04;
  const place = axisOver(start, end);
  const top = 20;
  const bottom = top + phases.length * rowHeight;
  const drawing = html`${phases.map((phase, index) => bar(place, phase, due, top + index * rowHeight))}${
    due !== null && objectiveLine(place, due, objectiveMs, bottom)
  }${timeAxis(place, start, end, bottom, start)}`;
  return chart({
    id,
    title: 'Rollback, phase by phase',
    description: `${phases.map((phase) => `${phaseName(phase)} ${wholeMs(phase.ms)}`).join(', ')}. ${
      totalMs === null ? '' : `In all ${wholeMs(totalMs)} against an objective of ${wholeMs(objectiveMs)}.`
    }`,
    height: bottom + 22,
    drawing,
    table: table(phases),
  });
}

function bar(place: PlaceX, phase: RollbackPhase, due: number | null, top: number): Html {
  const y = top + 17;
  const look = phase.phase === 'residue' ? 'residue' : phase.phase === 'activation' ? 'activation' : 'step';
  const within = due === null ? phase.to : Math.min(phase.to, Math.max(phase.from, due));
  const rect = (className: string, from: number, to: number): Html =>
    html`<rect
      class="${className}"
      x="${place(from)}"
      y="${y}"
      width="${span(place, from, to)}"
      height="${barHeight}"
    />`;
  return html`<line
      class="rule"
      x1="0"
      x2="100%"
      y1="${top + rowHeight - 2}"
      y2="${top + rowHeight - 2}"
    /><text x="0" y="${top + 12}"
      ><tspan class="name">${phaseName(phase)}</tspan><tspan dx="8">${wholeMs(phase.ms)}</tspan
      ><tspan class="sub" dx="5">±${wholeMs(phase.errorMs)}</tspan
      >${phase.note !== null && html`<tspan class="sub note" dx="8">${phase.note}</tspan>`}</text
    >${rect(look, phase.from, within)}${
      phase.to > within && html`${rect('overshoot', within, phase.to)}${rect('hatched', within, phase.to)}`
    }`;
}

/** Never thinner than can be seen. */
function span(place: PlaceX, from: number, to: number): string {
  return `${Math.max(0.3, rounded(Number.parseFloat(place(to)) - Number.parseFloat(place(from))))}%`;
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

function phaseName({ phase, replica }: RollbackPhase): string {
  return replica === null ? phase : `${phase} ${replica}`;
}

function table(phases: readonly RollbackPhase[]): Html {
  return html`<table class="plain">
    <caption>
      Phases of the rollback
    </caption>
    <thead>
      <tr>
        <th scope="col">phase</th>
        <th scope="col">from</th>
        <th scope="col">to</th>
        <th scope="col">took</th>
        <th scope="col">error</th>
        <th scope="col">note</th>
      </tr>
    </thead>
    <tbody>
      ${phases.map(
        (phase) =>
          html`<tr>
            <th scope="row">${phaseName(phase)}</th>
            <td>${moment(phase.from)}</td>
            <td>${moment(phase.to)}</td>
            <td>${wholeMs(phase.ms)}</td>
            <td>±${wholeMs(phase.errorMs)}</td>
            <td>${phase.note ?? ''}</td>
          </tr>`,
      )}
    </tbody>
  </table>`;
}

function radius({ wrongAllows, wrongDenies, blastRadius }: Rollback): Html {
  const totals = [
    ...(wrongAllows > 0 ? [countOf(wrongAllows, 'wrong allow')] : []),
    ...(wrongDenies > 0 ? [countOf(wrongDenies, 'wrong deny', 'wrong denies')] : []),
  ];
  if (totals.length === 0) return html`<p class="say">Blast radius: no wrong decision was seen.</p>`;
  return html`<p class="say">
    Blast radius: ${listed(totals)} while the bad rule was in force${blastRadius.length > 0 && ':'}
    ${blastRadius.map(
      (one, index) =>
        html`${index > 0 && '; '}<b>${one.subject}</b> ${one.wrong === 'allow' ? 'was let' : 'was denied'}
          <code>${one.action}</code> on <code>${one.resource}</code> ${countOf(one.count, 'time')}`,
    )}.
  </p>`;
}
