import type { ActionSummary, FaultWindow, Timeline, TimelineLane } from '../../model/result.ts';
import { countOf, moment, violationWords } from '../words.ts';
import { axisOver, chart, rounded, timeAxis, type PlaceX } from './chart.ts';
import { edgesInWords } from './fault-edges.ts';
import { html, type Html } from './html.ts';
import { lanePaths, laneHeight, laneWidth } from './lane.ts';
import { legend } from './legend.ts';
import { timelineTable } from './timeline-table.ts';

/** Below the names of the phases. */
const firstRow = 24;
const captionHeight = 18;
const bandHeight = 14;
const rowGap = 10;

/** One strip a scenario: what was broken when, and what the application answered meanwhile. */
export function timelineStrip(id: string, timeline: Timeline, actions: readonly ActionSummary[]): Html {
  const place = axisOver(0, timeline.endMs);
  let y = firstRow;
  const rows: Html[] = [];
  const row = (height: number, draw: (top: number) => Html): void => {
    rows.push(draw(y));
    y += height;
  };
  for (const fault of timeline.faults)
    row(captionHeight + bandHeight + rowGap, (top) => faultRow(place, fault, timeline, top));
  const changes = timeline.revisions.length > 1;
  if (changes) row(captionHeight + rowGap + 6, (top) => revisionRow(place, timeline, top));
  for (const lane of timeline.lanes) {
    const declared = actions.find((known) => known.action === lane.action)?.declared;
    row(captionHeight + laneHeight + rowGap, (top) => laneRow(place, timeline, lane, declared, top));
  }
  const drawing = html`${phaseLines(place, timeline, y)}${rows}${edgeLines(place, timeline, y)}${timeAxis(
    place,
    0,
    timeline.endMs,
    y,
  )}`;
  return html`${legend(timeline)}${chart({
    id,
    title: 'Decisions over time',
    description: describe(timeline),
    height: y + 22,
    drawing,
    table: timelineTable(timeline),
  })}`;
}

function phaseLines(place: PlaceX, timeline: Timeline, bottom: number): Html {
  return html`${timeline.phases.map((phase) => {
    const x = place(phase.from);
    return html`<line class="phase" x1="${x}" x2="${x}" y1="0" y2="${bottom}" /><text
        class="sub"
        x="${x}"
        dx="5"
        y="11"
        >${phase.name}</text
      >`;
  })}`;
}

function faultRow(place: PlaceX, fault: FaultWindow, { endMs }: Timeline, top: number): Html {
  const ends = {
    effective: fault.effective ?? fault.healRequested ?? endMs,
    healing: fault.healRequested ?? endMs,
    healed: fault.healed ?? endMs,
  };
  const y = top + captionHeight;
  const bar = (look: string, from: number, to: number): Html | false =>
    to > from &&
    html`<rect
      class="${look}"
      x="${place(from)}"
      y="${y}"
      width="${width(place, from, to)}"
      height="${bandHeight}"
    />`;
  return html`<text x="0" y="${top + 12}"
      ><tspan class="name">${fault.title}</tspan
      ><tspan class="sub note" dx="8">${edgesInWords(fault)}</tspan></text
    >${bar('edge', fault.requested, ends.effective)}${
      fault.effective !== null && bar('fault', ends.effective, ends.healing)
    }${bar('edge', ends.healing, ends.healed)}`;
}

function width(place: PlaceX, from: number, to: number): string {
  return `${rounded(Number.parseFloat(place(to)) - Number.parseFloat(place(from)))}%`;
}

function revisionRow(place: PlaceX, { revisions }: Timeline, top: number): Html {
  return html`${revisions.map(({ t, revision, policy }) => {
    const x = place(t);
    const late = Number.parseFloat(x) > 75;
    return html`<line class="revision" x1="${x}" x2="${x}" y1="${top + 2}" y2="${top + 22}" /><text
        class="sub"
        text-anchor="${late ? 'end' : 'start'}"
        x="${x}"
        dx="${late ? -5 : 5}"
        y="${top + 14}"
        ><tspan class="name">rev ${revision}</tspan> ${policy}</text
      >`;
  })}`;
}

function laneRow(
  place: PlaceX,
  timeline: Timeline,
  lane: TimelineLane,
  declared: string | undefined,
  top: number,
): Html {
  const y = top + captionHeight;
  return html`<text x="0" y="${top + 12}"
      ><tspan class="name">${lane.action}</tspan>${
        declared !== undefined && html`<tspan class="sub" dx="8">declared: ${declared}</tspan>`
      }</text
    ><svg
      x="0"
      y="${y}"
      width="100%"
      height="${laneHeight}"
      viewBox="0 0 ${laneWidth} ${laneHeight}"
      preserveAspectRatio="none"
    >
      ${lanePaths(lane)}</svg
    >${marks(place, timeline, lane.action, y)}`;
}

function marks(place: PlaceX, { violations, stepMs }: Timeline, action: string, y: number): Html {
  const steps = new Set(
    violations.filter((one) => one.action === action).map((one) => Math.floor(one.t / stepMs)),
  );
  return html`${[...steps].map(
    (step) =>
      html`<svg class="spill" x="${place((step + 0.5) * stepMs)}" y="${y}">
        <path class="mark" d="M0-6l6 6-6 6-6-6z" />
      </svg>`,
  )}`;
}

function edgeLines(place: PlaceX, { faults }: Timeline, bottom: number): Html {
  const edges = faults.flatMap((fault) => [fault.effective, fault.healed]).filter((edge) => edge !== null);
  return html`${edges.map((edge) => {
    const x = place(edge);
    return html`<line class="proved" x1="${x}" x2="${x}" y1="${firstRow + captionHeight}" y2="${bottom}" />`;
  })}`;
}

function describe({ faults, lanes, violations, revisions, endMs }: Timeline): string {
  const kinds = [...new Set(violations.map((one) => `${violationWords(one.violation)} of ${one.action}`))];
  const first = violations[0];
  const last = violations.at(-1);
  return [
    `Decisions of ${countOf(lanes.length, 'action')} over ${rounded(endMs / 1_000)} s.`,
    ...faults.map((fault) => `${fault.title}: ${edgesInWords(fault)}.`),
    ...(revisions.length > 1
      ? [
          `Policy revisions: ${revisions.map((one) => `${one.revision} (${one.policy}) at ${moment(one.t)}`).join(', ')}.`,
        ]
      : []),
    first === undefined || last === undefined
      ? 'No violation.'
      : `${countOf(violations.length, 'violation')} (${kinds.join(', ')}) between ${moment(first.t)} and ${moment(last.t)}.`,
  ].join(' ');
}
