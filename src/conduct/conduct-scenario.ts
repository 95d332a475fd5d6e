import { availableParallelism } from 'node:os';
import type { Environment } from '../environment/environment.ts';
import { watchStarvation } from '../environment/process/starvation.ts';
import { sendCanary } from '../faults/canary.ts';
import { showsHealed } from '../faults/healed.ts';
import { faultFor } from '../faults/registry.ts';
import { openJournal } from '../journal/writer.ts';
import type { EndEvent } from '../model/event.ts';
import { journalFormat } from '../model/event.ts';
import { cleanupStack } from './clean-up.ts';
import { startClock } from './clock.ts';
import type { ConductOptions } from './options.ts';
import type { ConductOutcome } from './outcome.ts';
import type { Totals } from './perform-drill.ts';
import { performDrill, TargetError } from './perform-drill.ts';
import type { Instruments, Stage, Tell } from './stage.ts';
import { messageOf, StopRun } from './stop-run.ts';
import { defaultTiming } from './timing.ts';

const realInstruments: Instruments = { faultFor, showsHealed, sendCanary, watchStarvation };

/** How the drill itself ended, before anything was taken away. */
type Ending = { readonly reason: EndEvent['reason']; readonly note: string | undefined } & (
  | { readonly kind: 'ended' }
  | { readonly kind: 'environment' | 'broken'; readonly error: unknown }
);

/**
 * Conducts one scenario from an empty machine to an empty machine, and writes its journal. Whatever happens on the
 * way (an interrupt, a process that dies, a defect of ours), everything is taken away and the journal is closed.
 * @throws where the journal cannot be opened; nothing was started then
 */
export async function conductScenario(options: ConductOptions): Promise<ConductOutcome> {
  const { plan, journalFile } = options;
  const clock = startClock();
  const startedAt = new Date().toISOString();
  const journal = await openJournal(journalFile, { secretFields: options.secretFields ?? [] });
  journal.write({
    type: 'header',
    format: journalFormat,
    ...options.header,
    startedAt,
    machine: {
      node: process.version,
      platform: `${process.platform} ${process.arch}`,
      cpus: availableParallelism(),
    },
    plan,
  });

  const stopping = new AbortController();
  const interrupt = (): void => stopping.abort(new StopRun('interrupted', 'stopped by a signal'));
  options.signal?.addEventListener('abort', interrupt, { once: true });
  if (options.signal?.aborted === true) interrupt();
  // Without a journal there is no evidence, so there is no point in breaking anything.
  journal.failed.catch((error: unknown) => stopping.abort(error));
  const tell: Tell = (news) => {
    try {
      options.onProgress?.({ scenario: plan.scenario.id, t: clock.now(), ...news });
    } catch (error) {
      // A listener that fails ends the drill, and never keeps anything from being taken away.
      stopping.abort(error);
    }
  };
  tell({ kind: 'starting' });

  const totals: Totals = {
    probes: () => ({ requested: 0, achieved: 0, unasked: 0 }),
    counts: () => ({ decisions: 0, wrong: 0, unanswered: 0 }),
    trouble: () => undefined,
  };
  const stack = cleanupStack(journal, clock);
  const stage = { plan, journal, clock, tell, timing: { ...defaultTiming, ...options.timing } };
  const ending = await drill(
    options,
    { ...stage, instruments: options.instruments ?? realInstruments },
    {
      stack,
      totals,
      stopping,
    },
  );
  const cleanedUp = await stack.unwind();
  options.signal?.removeEventListener('abort', interrupt);

  const note = [ending.note, totals.trouble()].filter((part) => part !== undefined).join('; ');
  const said = { reason: ending.reason, ...(note === '' ? {} : { note }) };
  const { unasked, ...probes } = totals.probes();
  journal.write({
    type: 'end',
    t: clock.now(),
    ...said,
    ...probes,
    ...(unasked === 0 ? {} : { unasked }),
  });
  const outline = { scenario: plan.scenario.id, journalFile, cleanedUp };
  try {
    await journal.close();
  } catch (error) {
    return { ...outline, kind: 'broken', error };
  } finally {
    tell({ kind: 'done', ...said, ...totals.counts() });
  }
  if (ending.kind === 'ended') return { ...outline, kind: 'ended', reason: ending.reason, note: said.note };
  return { ...outline, kind: ending.kind, error: ending.error };
}

interface Backstage {
  readonly stack: ReturnType<typeof cleanupStack>;
  readonly totals: Totals;
  readonly stopping: AbortController;
}

async function drill(
  options: ConductOptions,
  bareStage: Omit<Stage, 'environment'>,
  { stack, totals, stopping }: Backstage,
): Promise<Ending> {
  const { signal } = stopping;
  try {
    signal.throwIfAborted();
    const environment = await environmentFrom(options, signal);
    stack.push({ step: 'stop the environment', undo: () => environment.stop() });
    signal.throwIfAborted();
    const stage: Stage = { ...bareStage, environment };
    followProcesses(stage, stopping);
    stage.tell({ kind: 'started' });
    await performDrill(stage, stack, totals, signal, options.hasten ?? new AbortController().signal);
    return { kind: 'ended', reason: 'completed', note: undefined };
  } catch (error) {
    // Once it is to stop, whatever fails does so because of that.
    const cause = signal.aborted ? signal.reason : error;
    const note = messageOf(cause);
    if (cause instanceof StopRun) return { kind: 'ended', reason: cause.reason, note };
    if (cause instanceof EnvironmentFailure)
      return { kind: 'environment', reason: 'failed', note, error: cause.cause };
    return {
      kind: cause instanceof TargetError ? 'environment' : 'broken',
      reason: 'failed',
      note,
      error: cause,
    };
  }
}

/** Marks an error as one of starting the environment. */
class EnvironmentFailure extends Error {}

async function environmentFrom(
  { plan, startEnvironment }: ConductOptions,
  signal: AbortSignal,
): Promise<Environment> {
  try {
    return await startEnvironment(plan, signal);
  } catch (error) {
    throw new EnvironmentFailure(messageOf(error), { cause: error });
  }
}

/** Journals the processes and stops the drill when one of them ends unasked. */
function followProcesses({ environment, journal, clock }: Stage, stopping: AbortController): void {
  for (const { name, pid } of environment.processes)
    journal.write({ type: 'process', t: clock.now(), name, edge: 'started', pid, expected: true });
  async function stopOnExit(): Promise<void> {
    const { name, pid, code, signal } = await environment.unexpectedExit;
    journal.write({
      type: 'process',
      t: clock.now(),
      name,
      edge: 'exited',
      pid,
      code,
      signal,
      expected: false,
    });
    const how = signal === null ? `with code ${code}` : `by ${signal}`;
    stopping.abort(new StopRun('failed', `${name} ended ${how} although nobody had asked it to`));
  }
  void stopOnExit();
}
