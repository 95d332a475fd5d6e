import { isDecision } from '../model/decision.ts';
import type { Timeline, TimelineLane } from '../model/result.ts';
import type { Violation } from '../model/violation.ts';
import type { Plan } from '../plan/plan.ts';
import type { JournalFacts } from './journal-facts.ts';
import { isBroken } from './judge-observation.ts';
import type { BrokenObservation, JudgedObservation } from './judge-observation.ts';
import type { ScenarioWorld } from './scenario-world.ts';
import { faultKey, faultTitle } from './wording.ts';

const stepMs = 200;

export interface TimelineDrawer {
  note(one: JudgedObservation): void;
  result(): Timeline;
}

/** Draws the scenario as a picture. Observations stand in the step in which they were sent. */
export function timelineDrawer(plan: Plan, world: ScenarioWorld, facts: JournalFacts): TimelineDrawer {
  // What comes after the last phase (the drain, the cleanup) has nothing to show.
  const lastPhase = facts.phases.reduce((latest, { t }) => Math.max(latest, t), 0);
  const endMs = Math.max(facts.observations.lastReceived, lastPhase);
  const steps = Math.floor(endMs / stepMs) + 1;
  const lanes = emptyLanes(plan, steps);
  const violations: { t: number; count: number; action: string; violation: Violation }[] = [];
  const latest = new Map<string, { readonly step: number; readonly entry: { count: number } }>();
  const laneOfCell = world.cells.map(({ cell }) => lanes.find((lane) => lane.action === cell.do));

  /** One entry a step for the same violation of the same action: as much as can be seen of it. */
  function mark({ seen, cell, verdict }: BrokenObservation, step: number): void {
    const action = cell.cell.do;
    const key = `${verdict} ${action}`;
    const last = latest.get(key);
    if (last?.step === step) {
      last.entry.count += 1;
      return;
    }
    const entry = { t: seen.sent, count: 1, action, violation: verdict };
    violations.push(entry);
    latest.set(key, { step, entry });
  }

  return {
    note(one) {
      const { seen, cell } = one;
      const step = Math.min(steps - 1, Math.max(0, Math.floor(seen.sent / stepMs)));
      if (isBroken(one)) mark(one, step);
      const lane = laneOfCell[cell.index];
      if (lane === undefined) return;
      const counts = countsFor(lane, seen);
      counts[step] = (counts[step] ?? 0) + 1;
    },
    result: () => ({
      stepMs,
      endMs,
      phases: phasesOf(facts, endMs),
      faults: world.faults.map((span) => ({
        fault: faultKey(span.spec),
        title: faultTitle(span.spec),
        spec: span.spec,
        effect: span.effect,
        requested: span.requested,
        effective: span.effective,
        healRequested: span.healRequested,
        healed: span.healed,
        proof: span.proof,
      })),
      revisions: world.revisions.all.flatMap((one) =>
        one.revision === null || one.served === null
          ? []
          : [{ t: one.served, revision: one.revision, policy: one.policy }],
      ),
      lanes,
      violations,
    }),
  };
}

/** Phases as they took place; one that did not end lasts to the journal's end. */
function phasesOf(facts: JournalFacts, endMs: number): Timeline['phases'] {
  return facts.phases
    .filter((event) => event.edge === 'start')
    .map((start) => ({
      name: start.phase,
      from: start.t,
      to: facts.phases.find((event) => event.edge === 'end' && event.phase === start.phase)?.t ?? endMs,
    }));
}

interface Counting extends TimelineLane {
  readonly allowed: number[];
  readonly fallbackAllowed: number[];
  readonly denied: number[];
  readonly noDecision: number[];
}

function emptyLanes(plan: Plan, steps: number): readonly Counting[] {
  const probed = new Set(plan.cells.map((cell) => cell.do));
  const zeros = (): number[] => Array.from({ length: steps }, () => 0);
  return Object.keys(plan.contract.actions)
    .filter((action) => probed.has(action))
    .map((action) => ({
      action,
      allowed: zeros(),
      fallbackAllowed: zeros(),
      denied: zeros(),
      noDecision: zeros(),
    }));
}

function countsFor(lane: Counting, seen: JudgedObservation['seen']): number[] {
  if (!isDecision(seen.outcome)) return lane.noDecision;
  if (seen.outcome === 'deny') return lane.denied;
  return seen.mode === 'cache' || seen.mode === 'degrade' ? lane.fallbackAllowed : lane.allowed;
}
