import type { ActionSummary, FaultWindow, Timeline, TimelineLane } from '../../model/result.ts';
import { axisOver, chart, rounded, timeAxis, type PlaceX } from './chart.ts';
import { describeTimeline } from './describe-timeline.ts';
import { edgesInWords } from './fault-edges.ts';
import { html, type Html } from './html.ts';
import { fittingLabels, type Label } from './labels.ts';
import { laneDrawing, laneHeight } from './lane.ts';
import { legend } from './legend.ts';
import { shownSpan, type ShownSpan } from './shown-span.ts';
import { timelineTable } from './timeline-table.ts';

/** Below the names of the phases. */
const firstRow = 24;
const captionHeight = 18;
const bandHeight = 14;
const rowGap = 10;

/** One strip a scenario: what was broken when, and what the application answered meanwhile. */
export function timelineStrip(id: string, timeline: Timeline, actions: readonly ActionSummary[]): Html {
  const span = shownSpan(timeline);
  const place = axisOver(span.fromMs, span.toMs);
  const { rows, bottom } = stackRows([
    ...timeline.faults.map((fault) => ({
      height: captionHeight + bandHeight,
      draw: (y: number) => faultRow(place, fault, span.toMs, y),
    })),
    ...(timeline.revisions.length > 1
      ? [{ height: captionHeight + 6, draw: (y: number) => revisionRow(place, timeline, y) }]
      : []),
    ...timeline.lanes.map((lane) => ({
      height: captionHeight + laneHeight,
      draw: (y: number) => {
        const declared = actions.find((known) => known.action === lane.action)?.declared;
        return laneRow(place, timeline, span, { lane, declared }, y);
      },
    })),
  ]);
  const drawing = html`${phaseLines(place, timeline, bottom)}${rows}${edgeLines(place, timeline, bottom)}${timeAxis(
    place,
    span.fromMs,
    span.toMs,
    bottom,
  )}`;
  return html`${legend(timeline)}${chart({
    id,
    title: 'Decisions over time',
    description: describeTimeline(timeline),
    height: bottom + 22,
    drawing,
    table: timelineTable(timeline, span),
  })}`;
}

interface Row {
  readonly height: number;
  readonly draw: (top: number) => Html;
}

/** Draws rows under one another and says where they end. */
function stackRows(all: readonly Row[]): { readonly rows: readonly Html[]; readonly bottom: number } {
  let bottom = firstRow;
  const rows = all.map(({ height, draw }) => {
    const row = draw(bottom);
    bottom += height + rowGap;
    return row;
  });
  return { rows, bottom };
}

function phaseLines(place: PlaceX, timeline: Timeline, bottom: number): Html {
  const labels = timeline.phases.map(({ name, from }): Label => ({
    at: Number.parseFloat(place(from)),
    words: name,
    anchor: 'start',
  }));
  const shown = fittingLabels(labels);
  return html`${labels.map(
    (label) =>
      html`<line class="phase" x1="${label.at}%" x2="${label.at}%" y1="0" y2="${bottom}" />${
          shown.has(label) && html`<text class="sub" x="${label.at}%" dx="5" y="11">${label.words}</text>`
        }`,
  )}`;
}

function faultRow(place: PlaceX, fault: FaultWindow, endMs: number, top: number): Html {
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
  const labels = revisions.map(({ t, revision, policy }) => {
    const at = Number.parseFloat(place(t));
    const anchor: Label['anchor'] = at > 75 ? 'end' : 'start';
    return { at, anchor, words: `rev ${revision} ${policy}`, revision, policy };
  });
  const shown = fittingLabels(labels);
  return html`${labels.map((label) => {
    const { at, anchor, revision, policy } = label;
    // One without room for its text keeps out of the texts of others.
    const y = top + (shown.has(label) ? 2 : 17);
    return html`<line class="revision" x1="${at}%" x2="${at}%" y1="${y}" y2="${top + 22}" />${
        shown.has(label) &&
        html`<text
          class="sub"
          text-anchor="${anchor}"
          x="${at}%"
          dx="${anchor === 'end' ? -5 : 5}"
          y="${top + 14}"
          ><tspan class="name">rev ${revision}</tspan><tspan class="note" dx="5">${policy}</tspan></text
        >`
      }`;
  })}`;
}

function laneRow(
  place: PlaceX,
  timeline: Timeline,
  { firstStep, endStep }: ShownSpan,
  { lane, declared }: { readonly lane: TimelineLane; readonly declared: string | undefined },
  top: number,
): Html {
  const y = top + captionHeight;
  return html`<text x="0" y="${top + 12}"
      ><tspan class="name">${lane.action}</tspan>${
        declared !== undefined && html`<tspan class="sub" dx="8">declared: ${declared}</tspan>`
      }</text
    >${laneDrawing(lane, y, firstStep, endStep)}${marks(place, timeline, lane.action, y)}`;
}

/** A mark for every step that holds a violation of the action. */
function marks(place: PlaceX, { violations, stepMs }: Timeline, action: string, y: number): Html {
  const steps = new Set(
    violations.filter((one) => one.action === action).map((one) => Math.floor(one.t / stepMs)),
  );
  return html`${[...steps].map((step) => html`<use href="#mark" x="${place((step + 0.5) * stepMs)}" y="${y}" />`)}`;
}

function edgeLines(place: PlaceX, { faults }: Timeline, bottom: number): Html {
  const edges = faults.flatMap((fault) => [fault.effective, fault.healed]).filter((edge) => edge !== null);
  return html`${edges.map((edge) => {
    const x = place(edge);
    return html`<line class="proved" x1="${x}" x2="${x}" y1="${firstRow + captionHeight}" y2="${bottom}" />`;
  })}`;
}
