import type { PlannedFault, PlannedPhase } from '../plan/plan.ts';
import type { Rotation } from '../probe/rotation.ts';
import type { CanaryWatch } from './canary-watch.ts';
import type { FaultKeeper } from './fault-keeper.ts';
import type { Gate } from './gate.ts';
import { predecessorOf } from './predecessor.ts';
import { passGate } from './pass-gate.ts';
import { pauseUntil } from './pause.ts';
import { restartReplica } from './restarts.ts';
import type { PolicyChanges } from './policy-changes.ts';
import type { Stage } from './stage.ts';
import { together } from './together.ts';

export interface PhaseTools {
  readonly keeper: FaultKeeper;
  readonly changes: PolicyChanges;
  readonly rotation: Rotation;
  readonly watch: Pick<CanaryWatch, 'troubles'>;
  /** A gate that has seen nothing of what came before the call. */
  freshGate(): Gate;
  /** A phase begins: what asks, and how much, is as it says from now on. */
  enter(phase: PlannedPhase): void;
}

/** A phase under way. */
interface Playing {
  readonly phase: PlannedPhase;
  readonly startedAt: number;
  /** Resolves with the time at which the faults of the phase before were proved healed, if it had any. */
  readonly healedAt: Promise<number | undefined>;
}

/**
 * Plays the phases one after the other. Times of the plan are relative to the actual start of their phase. A phase
 * lasts until each of its faults has been *proved* effective, and each of its changes made, for as long as the
 * phase is declared to be. Healing starts at a phase's end and is proved while the next one already runs; that one
 * then counts from the proof. A fault that the next phase has too is left in place.
 * @throws StopRun `not-steady` where a gate stays closed; the signal's reason once it is aborted
 */
export async function playPhases(stage: Stage, tools: PhaseTools, signal: AbortSignal): Promise<void> {
  const { plan, clock, journal, tell } = stage;
  let healedAt: Promise<number | undefined> = Promise.resolve(undefined);
  try {
    for (const [index, phase] of plan.phases.entries()) {
      const startedAt = clock.now();
      journal.write({ type: 'phase', t: startedAt, phase: phase.name, edge: 'start' });
      tools.enter(phase);
      tell({ kind: 'phase', phase: phase.name, index, of: plan.phases.length });

      const faults = plan.faults.filter((fault) => fault.phase === phase.name);
      await playPhase(stage, tools, { phase, startedAt, healedAt }, faults, signal);

      const staying = new Set(plan.faults.map((fault) => predecessorOf(plan, fault)));
      const leaving = faults.filter((fault) => !staying.has(fault));
      healedAt = healAll(stage, tools, leaving, signal);
      // The next phase waits for it, or the end below; until then an abort of it is nobody's surprise.
      healedAt.catch(() => {});
      journal.write({ type: 'phase', t: clock.now(), phase: phase.name, edge: 'end' });
    }
  } finally {
    // Also after an abort: nothing may go on behind the back of the cleanup.
    await healedAt;
  }
}

async function playPhase(
  stage: Stage,
  tools: PhaseTools,
  playing: Playing,
  faults: readonly PlannedFault[],
  signal: AbortSignal,
): Promise<void> {
  const { clock } = stage;
  const { phase, startedAt, healedAt } = playing;
  const lengthMs = phase.to - phase.from;
  const gate = phase.steady ? tools.freshGate() : undefined;

  async function lastsFrom(start: Promise<number | undefined>): Promise<void> {
    const from = await start;
    if (from !== undefined) await pauseUntil(clock, from + lengthMs, signal);
  }

  async function inject(fault: PlannedFault): Promise<number | undefined> {
    // What is still healing may be on the same path, where one would hide the other's proof.
    await healedAt;
    await pauseUntil(clock, startedAt + fault.from - phase.from, signal);
    const before = predecessorOf(stage.plan, fault);
    return before === undefined
      ? tools.keeper.inject(fault, signal)
      : tools.keeper.handOn(before, fault, signal);
  }

  const injections = faults.map(inject);
  await together([
    pauseUntil(clock, startedAt + lengthMs, signal),
    lastsFrom(healedAt),
    lastsFrom(makeChanges(stage, tools, playing, injections, signal)),
    ...injections.map(lastsFrom),
  ]);
  if (gate !== undefined) await passGate(stage, tools.watch, gate, playing, signal);
}

/**
 * Makes a phase's changes once its faults are in place, so that no change slips through before them.
 * @returns when the last one was made, if there was any: ordered, or, of a restart, over
 */
async function makeChanges(
  stage: Stage,
  { changes, rotation }: PhaseTools,
  { phase, startedAt }: Playing,
  injections: readonly Promise<unknown>[],
  signal: AbortSignal,
): Promise<number | undefined> {
  let madeAt: number | undefined;
  // One that could not be put in place is journalled as such, and keeps no change from being made.
  await Promise.allSettled(injections);
  for (const change of stage.plan.changes.filter((one) => one.phase === phase.name)) {
    await pauseUntil(stage.clock, startedAt + change.at - phase.from, signal);
    madeAt =
      change.kind === 'restart'
        ? await restartReplica(stage, rotation, change)
        : await changes.make(change, signal);
  }
  return madeAt;
}

async function healAll(
  { clock }: Stage,
  { keeper }: PhaseTools,
  faults: readonly PlannedFault[],
  signal: AbortSignal,
): Promise<number | undefined> {
  if (faults.length === 0) return undefined;
  await together(faults.map((fault) => keeper.heal(fault, signal)));
  return clock.now();
}
