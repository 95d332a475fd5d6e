import type { ObservationEvent } from '../model/event.ts';
import type { Plan, PlannedPhase } from '../plan/plan.ts';
import type { Prober, ProbeTally } from '../probe/prober.ts';
import { startProber } from '../probe/prober.ts';
import type { Rotation } from '../probe/rotation.ts';
import { rotationOf } from '../probe/rotation.ts';
import { probeDeadlineMs, protectedFields } from './asking.ts';
import { startBackgroundLoad } from './background-load.ts';
import { watchPaths } from './canary-watch.ts';
import type { CleanupStack } from './clean-up.ts';
import { healingOf } from './clean-up.ts';
import { readDecisionLog } from './decision-log.ts';
import { keepFaults } from './fault-keeper.ts';
import type { Gate } from './gate.ts';
import { openGate } from './gate.ts';
import { playPhases } from './phases.ts';
import type { ProcessListener } from './process-journal.ts';
import { journalProcesses } from './process-journal.ts';
import { followFeed } from './proxy-feed.ts';
import { makePolicyChanges } from './policy-changes.ts';
import type { Counts } from './progress.ts';
import type { Stage } from './stage.ts';
import { watchStalls } from './stall-watch.ts';
import { messageOf } from './stop-run.ts';
import { startTally } from './tally.ts';
import { together } from './together.ts';
import { watchTraffic } from './traffic.ts';

/** What is known of a drill at any moment, also after it broke off; filled in as its parts come up. */
export interface Totals {
  probes: () => ProbeTally;
  counts: () => Counts;
  /** What a reader of the journal should know besides, in a sentence. */
  trouble: () => string | undefined;
}

/** The target cannot be driven: a token cannot be minted, or a request is not described. */
export class TargetError extends Error {
  override readonly name = 'TargetError';
}

/**
 * Performs the drill in an environment that stands: watches, probes, phases, and at the end the decision log.
 * Whatever it starts it first puts on the stack; nothing it started alone goes on when it has returned or thrown.
 * @throws StopRun, TargetError, or whatever broke
 */
export async function performDrill(
  bareStage: Stage,
  stack: CleanupStack,
  totals: Totals,
  signal: AbortSignal,
  hasten: AbortSignal,
): Promise<void> {
  const { plan, journal, timing, tell } = bareStage;
  const stalls = watchStalls(bareStage);
  stack.push({ step: 'stop watching the machine', undo: async () => stalls.stop() });
  const stage = withJournalledProcesses(bareStage, {
    started: (process) => stalls.follow(process),
    exited: ({ name, signal: by }) => {
      // Asked to end, it sends what it has left.
      if (by === 'SIGKILL') log.forget(name);
    },
  });

  const log = readDecisionLog(stage);
  let drained = false;
  stack.push({
    step: 'stop reading the decision log',
    undo: async () => {
      try {
        // After a drill that broke off, the records of its last moments are still under way.
        if (!drained) await log.drain(timing.lastRecordsMs, hasten);
      } finally {
        await log.stop();
      }
    },
  });

  const feed = await followFeed(stage, signal);
  const rotation = rotationOf(plan.replicas);
  const keeper = keepFaults(stage, feed, rotation);
  const watch = watchPaths(stage, keeper);
  // No change is made before there are probes.
  const changes = makePolicyChanges(stage, { rotation, focus: (request) => prober.focus(request) });
  const traffic = watchTraffic(stage);
  totals.trouble = () => sentences(log.trouble(), feed.trouble(), stalls.blindness());
  stack.push({
    step: 'stop watching',
    undo: async () => {
      await together([watch.stop(), traffic.stop(), feed.stop(), changes.stop()]);
    },
  });
  stack.push(healingOf(keeper, hasten));

  const tally = startTally((observation) => changes.contradicts(observation));
  totals.counts = () => tally.counts();
  let gate = openGate(plan);

  function observe(observation: ObservationEvent): void {
    journal.observation(observation);
    tally.note(observation);
    gate.note(observation);
    changes.note(observation);
    if (observation.decisionId !== undefined) log.expect(observation.decisionId, observation.replica);
  }

  /** The gate looks at what the prober sees, and so does whoever waits for a change: k6 tells of its answers late. */
  function observeLoad(observation: ObservationEvent): void {
    journal.observation(observation);
    tally.note(observation);
    if (observation.decisionId !== undefined) log.expect(observation.decisionId, observation.replica);
  }

  let observations = 0;
  const nextId = (): number => observations++;
  const load = await reachingTarget(plan, () =>
    startBackgroundLoad(stage, { rotation, nextId, onObservation: observeLoad, signal }),
  );
  if (plan.load !== undefined) stack.push({ step: 'stop the load', undo: () => load.close() });
  const prober = await startProbing(
    stage,
    rotation,
    { nextId, insteadPerSecond: load.insteadPerSecond },
    observe,
  );
  totals.probes = () => prober.tally();
  const counting = setInterval(() => tell({ kind: 'counts', ...tally.counts() }), timing.countsEveryMs);
  stack.push({
    step: 'stop probing',
    undo: () => {
      clearInterval(counting);
      return stopProbing(prober, hasten);
    },
  });

  const freshGate = (): Gate => (gate = openGate(plan));
  function enter(phase: PlannedPhase): void {
    prober.changeRate(phase.ratePerSecond + load.insteadPerSecond);
    load.enter(phase);
  }
  await playPhases(stage, { keeper, changes, rotation, watch, freshGate, enter }, signal);
  await together([prober.stop(), load.stop()]);
  await log.drain(plan.drainMs, signal);
  drained = true;
}

/** The same stage, on which no process comes or goes without the journal knowing. */
function withJournalledProcesses(stage: Stage, listener: ProcessListener): Stage {
  const { environment } = stage;
  const { processControl } = environment;
  if (processControl === undefined) return stage;
  const journalled = journalProcesses(processControl, stage, listener);
  return { ...stage, environment: { ...environment, processControl: journalled } };
}

async function startProbing(
  { plan, environment, clock }: Stage,
  rotation: Rotation,
  { nextId, insteadPerSecond }: { readonly nextId: () => number; readonly insteadPerSecond: number },
  onObservation: (observation: ObservationEvent) => void,
): Promise<Prober> {
  return reachingTarget(plan, () =>
    startProber({
      target: plan.target,
      cells: plan.cells,
      hide: protectedFields(plan),
      replicas: environment.replicas,
      seed: plan.seed,
      ratePerSecond: (plan.phases[0]?.ratePerSecond ?? plan.ratePerSecond) + insteadPerSecond,
      rotation,
      deadlineMs: probeDeadlineMs(plan),
      now: clock.now,
      nextId,
      onObservation,
    }),
  );
}

/** @throws TargetError where what is started throws */
async function reachingTarget<T>({ target }: Plan, start: () => Promise<T>): Promise<T> {
  try {
    return await start();
  } catch (error) {
    throw new TargetError(`The target "${target.id}" cannot be probed: ${messageOf(error)}`, {
      cause: error,
    });
  }
}

function sentences(...parts: readonly (string | undefined)[]): string | undefined {
  const said = parts.filter((part) => part !== undefined);
  return said.length === 0 ? undefined : said.join('; ');
}

async function stopProbing(prober: Prober, hasten: AbortSignal): Promise<void> {
  const hurry = Promise.withResolvers<void>();
  hasten.addEventListener('abort', () => hurry.resolve(), { once: true });
  if (hasten.aborted) hurry.resolve();
  try {
    await Promise.race([prober.stop(), hurry.promise]);
  } finally {
    await prober.close();
  }
}
