import type { LoadEvent, ObservationEvent } from '../model/event.ts';
import type { PlannedPhase } from '../plan/plan.ts';
import { exitOf, exitWords } from '../probe/k6/exit-code.ts';
import { findK6 } from '../probe/k6/find-k6.ts';
import type { K6Ending, K6Run } from '../probe/k6/run-k6.ts';
import { startK6 } from '../probe/k6/run-k6.ts';
import type { Rotation } from '../probe/rotation.ts';
import { probeDeadlineMs, protectedFields } from './asking.ts';
import type { Stage } from './stage.ts';

/** What asks on top of the probes. */
export interface BackgroundLoad {
  /** Probes a second that the prober has to ask in its place; 0 where it asks by itself, or nothing was planned. */
  readonly insteadPerSecond: number;
  enter(phase: PlannedPhase): void;
  /** Has nothing more asked; resolves once all that it reported was handed on and it has ended. */
  stop(): Promise<void>;
  /** Ends it at once. Safe at any time. */
  close(): Promise<void>;
}

export interface BackgroundLoadOptions {
  readonly rotation: Rotation;
  readonly nextId: () => number;
  readonly onObservation: (observation: ObservationEvent) => void;
  /** Aborting it ends a start under way. */
  readonly signal: AbortSignal;
}

const nothing: BackgroundLoad = {
  insteadPerSecond: 0,
  enter: () => {},
  stop: () => Promise.resolve(),
  close: () => Promise.resolve(),
};

/** How much longer than planned k6 keeps on: phases last until their faults are proved. */
const besidesMs = 1_000;

/**
 * Starts the load that is planned, if any; resolves when it is ready to ask. Whatever becomes of it is journalled. Where k6 is not to be had, somebody is
 * told, and the prober asks in its place.
 * @throws where the target cannot be asked; the signal's reason once it is aborted
 */
export async function startBackgroundLoad(
  stage: Stage,
  options: BackgroundLoadOptions,
): Promise<BackgroundLoad> {
  const { plan, journal, clock, environment, tell } = stage;
  const { load } = plan;
  if (load === undefined) return nothing;
  const found = await findK6();
  if (found.program === undefined) {
    const note = `k6 was asked for and cannot be used (${found.why}): the built-in prober asked instead`;
    journal.write({ type: 'load', t: clock.now(), engine: 'k6', edge: 'absent', note });
    tell({ kind: 'load', note });
    return { ...nothing, insteadPerSecond: load.ratePerSecond };
  }

  const run = await startK6({
    program: found.program,
    target: plan.target,
    cells: plan.cells,
    hide: protectedFields(plan),
    replicas: environment.replicas,
    seed: plan.seed,
    ratePerSecond: load.ratePerSecond,
    thresholds: load.thresholds,
    forMs: Math.max(0, ...plan.phases.map(({ to }) => to)) + besidesMs,
    deadlineMs: probeDeadlineMs(plan),
    now: clock.now,
    ...options,
  });
  journal.write({ type: 'load', t: clock.now(), engine: 'k6', edge: 'started', version: found.version });
  const journalled = run.ended.then((ending) => journalEnding(stage, ending));
  return journalledLoad(run, journalled);
}

function journalledLoad(run: K6Run, journalled: Promise<void>): BackgroundLoad {
  return {
    insteadPerSecond: 0,
    enter: ({ name }) => run.enter(name),
    stop: async () => {
      await run.stop();
      await journalled;
    },
    close: async () => {
      await run.close();
      await journalled;
    },
  };
}

/**
 * What k6 was given to ask and told no end of may have been answered, and have filled a cache: so it is journalled as asked and
 * not answered, with a stall, since nobody can say that the application was silent.
 */
function journalEnding({ journal, clock }: Stage, ending: K6Ending): void {
  const t = clock.now();
  for (const { id, cell, replica, givenAt } of ending.lost) {
    journal.observation({
      type: 'observation',
      id,
      cell,
      replica,
      intended: givenAt,
      sent: givenAt,
      received: t,
      outcome: 'error',
      error: 'k6 did not tell what became of it',
      source: 'k6',
    });
  }
  const firstLost = ending.lost.map(({ givenAt }) => givenAt).toSorted((a, b) => a - b)[0];
  if (firstLost !== undefined)
    journal.write({ type: 'stall', from: firstLost, to: t, source: 'k6', stalledMs: t - firstLost });
  const { code, asked, answered, dropped, thresholds } = ending;
  const broke = troubleOf(ending);
  const event: LoadEvent = {
    type: 'load',
    t,
    engine: 'k6',
    edge: 'ended',
    code,
    asked,
    answered,
    dropped,
    thresholds,
    ...(broke === undefined ? {} : { note: broke }),
  };
  journal.write(event);
}

/** What went wrong with k6 itself; that a threshold was crossed is not that. */
function troubleOf(ending: K6Ending): string | undefined {
  const { code, signal, lastLine, lost, closed, unreadable } = ending;
  if (closed) return 'it was ended before its time, together with the drill';
  if (exitOf(code) === 'broken') {
    const said = lastLine === '' ? '' : `: ${lastLine}`;
    return `it ${exitWords(code, signal)}${said}`;
  }
  if (unreadable !== undefined) return `its output could not be read: ${unreadable}`;
  return lost.length > 0 ? `it told nothing of ${lost.length} requests` : undefined;
}
