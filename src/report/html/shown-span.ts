import type { Timeline, TimelineLane } from '../../model/result.ts';

/** The part of a timeline that is drawn, in whole steps: what happened before the first phase and after the last is left out. */
export interface ShownSpan {
  readonly firstStep: number;
  /** Not drawn any more. */
  readonly endStep: number;
  readonly fromMs: number;
  readonly toMs: number;
}

/** From the first phase or answer to the last phase, edge of a fault, answer or violation. */
export function shownSpan({ stepMs, endMs, phases, faults, lanes, violations }: Timeline): ShownSpan {
  const asked = lanes.flatMap(askedSteps);
  const starts = [...phases.map(({ from }) => from / stepMs), ...asked];
  const ends = [
    ...phases.map(({ to }) => to / stepMs),
    ...faults.flatMap(({ requested, healed }) => [requested / stepMs, (healed ?? requested) / stepMs]),
    ...asked.map((step) => step + 1),
    ...violations.map(({ t }) => t / stepMs),
  ];
  const steps = Math.max(1, Math.ceil(endMs / stepMs));
  const firstStep = Math.floor(starts.reduce((least, step) => Math.min(least, step), steps - 1));
  const endStep = Math.max(firstStep + 1, Math.ceil(ends.reduce((most, step) => Math.max(most, step), 0)));
  return { firstStep, endStep, fromMs: firstStep * stepMs, toMs: endStep * stepMs };
}

/** The first and the last step in which an action was asked for. */
function askedSteps(lane: TimelineLane): readonly number[] {
  const all = [lane.allowed, lane.fallbackAllowed, lane.denied, lane.noDecision];
  const first = all.map((counts) => counts.findIndex((count) => count > 0)).filter((step) => step >= 0);
  const last = all.map((counts) => counts.findLastIndex((count) => count > 0)).filter((step) => step >= 0);
  return first.length === 0 ? [] : [Math.min(...first), Math.max(...last)];
}
