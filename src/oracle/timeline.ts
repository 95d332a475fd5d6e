import { isDecision } from '../model/decision.ts';
import type { Timeline, TimelineLane } from '../model/result.ts';
import type { Plan } from '../plan/plan.ts';
import type { JournalFacts } from './journal-facts.ts';
import type { JudgedObservation } from './judge-observation.ts';
import type { ScenarioWorld } from './scenario-world.ts';
import { faultKey, faultTitle } from './wording.ts';

const stepMs = 200;

/** The scenario as a picture. Observations stand in the step in which they were sent. */
export function timelineOf(
  plan: Plan,
  world: ScenarioWorld,
  facts: JournalFacts,
  judged: readonly JudgedObservation[],
): Timeline {
  // What comes after the last phase (the drain, the cleanup) has nothing to show.
  const lastAnswer = judged.reduce((latest, { seen }) => Math.max(latest, seen.received), 0);
  const lastPhase = facts.phases.reduce((latest, { t }) => Math.max(latest, t), 0);
  const endMs = Math.max(lastAnswer, lastPhase);
  return {
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
    lanes: lanesOf(plan, judged, Math.floor(endMs / stepMs) + 1),
    violations: judged.flatMap(({ seen, cell, verdict }) =>
      verdict === 'pass' || verdict === 'inconclusive'
        ? []
        : [{ t: seen.sent, action: cell.cell.do, violation: verdict }],
    ),
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

function lanesOf(plan: Plan, judged: readonly JudgedObservation[], steps: number): readonly TimelineLane[] {
  const probed = new Set(plan.cells.map((cell) => cell.do));
  const lanes = new Map<string, Counting>();
  for (const action of Object.keys(plan.contract.actions)) {
    if (!probed.has(action)) continue;
    const zeros = (): number[] => Array.from({ length: steps }, () => 0);
    lanes.set(action, {
      action,
      allowed: zeros(),
      fallbackAllowed: zeros(),
      denied: zeros(),
      noDecision: zeros(),
    });
  }
  for (const { seen, cell } of judged) {
    const lane = lanes.get(cell.cell.do);
    if (lane === undefined) continue;
    const step = Math.min(steps - 1, Math.max(0, Math.floor(seen.sent / stepMs)));
    const counts = countsFor(lane, seen);
    counts[step] = (counts[step] ?? 0) + 1;
  }
  return [...lanes.values()];
}

function countsFor(lane: Counting, seen: JudgedObservation['seen']): number[] {
  if (!isDecision(seen.outcome)) return lane.noDecision;
  if (seen.outcome === 'deny') return lane.denied;
  return seen.mode === 'cache' || seen.mode === 'degrade' ? lane.fallbackAllowed : lane.allowed;
}
