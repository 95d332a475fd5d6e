import { formatMs } from '../../model/time.ts';
import type { CleanupStep, Environment, ProcessExit } from '../environment.ts';
import { EnvironmentError } from '../environment-error.ts';
import { cleanUp } from './cleanup.ts';
import { gatherCrew } from './crew.ts';
import type { Crew } from './crew.ts';
import { logReader } from './log-reader.ts';
import type { ProcessEnvironmentOptions } from './options.ts';
import { policyOperations } from './policy-operations.ts';
import { controlProcesses } from './process-control.ts';
import { requestCounter } from './request-counter.ts';
import { environmentMark } from './run-mark.ts';
import { registerRun } from './run-registry.ts';
import { settlesWithin } from './settles-within.ts';
import { standUp } from './stand-up.ts';
import type { Standing } from './stand-up.ts';

/** Twenty times what it takes on an idle machine of two cores. */
const defaultStartWithinMs = 30_000;

/**
 * Stands up the reference application, everything it depends on and the fault proxy between them.
 * @throws EnvironmentError, with everything that had been started stopped again
 */
export async function startProcessEnvironment(options: ProcessEnvironmentOptions): Promise<Environment> {
  const { runId, scenarioId, signal, startWithinMs = defaultStartWithinMs } = options;
  const mark = environmentMark(runId, scenarioId);
  await options.faultProxy?.prepare?.(signal);
  const registration = await registerRun(mark);
  const failed = new AbortController();
  const late = AbortSignal.timeout(startWithinMs);
  const giveUp = AbortSignal.any([signal, late, failed.signal]);
  const crew = gatherCrew(mark, registration, giveUp);
  const standing: Standing = { faultProxy: undefined, paths: [] };
  let stopped: ReturnType<Environment['stop']> | undefined;
  const stop: Environment['stop'] = () => {
    stopped ??= cleanUp({ mark, crew, registration, ...standing });
    return stopped;
  };
  const standingUp = standUp(options, crew, standing, giveUp);
  try {
    const stood = await Promise.race([standingUp, endedTooSoon(crew)]);
    return {
      ...stood,
      paths: standing.paths,
      get processes() {
        return crew.members().map(({ name, pid }) => ({ name, pid }));
      },
      unexpectedExit: crew.unexpectedExit,
      processControl: controlProcesses(crew),
      policies: policyOperations(stood.services['bundle-service'].controlUrl),
      countRequests: requestCounter(stood.services),
      readLog: logReader(stood.services['log-sink'].controlUrl),
      stop,
    };
  } catch (thrown) {
    const cause = await rootCause(thrown, crew);
    failed.abort();
    // What is still being put up would escape the cleanup.
    await Promise.allSettled([standingUp]);
    const left = (await stop()).filter(({ ok }) => !ok);
    throw explain(cause, { signal, late, startWithinMs, left });
  }
}

/** A part that was ready and ends before the rest is: there is no use in waiting for the others. */
async function endedTooSoon(crew: Crew): Promise<never> {
  throw exitError(await crew.unexpectedExit);
}

function exitError({ name, code, signal, stderr = [] }: ProcessExit): EnvironmentError {
  const how = signal === null ? `exited with code ${code}` : `was ended by ${signal}`;
  return new EnvironmentError('exited', name, `${name} ${how} while the rest was being started`, { stderr });
}

/** How long after its effects on others the end of a process may be reported. */
const exitReportedWithinMs = 100;

/** A part that ends makes others fail, and they may be heard of first. */
async function rootCause(thrown: unknown, crew: Crew): Promise<unknown> {
  const ended = await settlesWithin(crew.unexpectedExit, exitReportedWithinMs);
  return ended ? exitError(await crew.unexpectedExit) : thrown;
}

interface FailedStart {
  readonly signal: AbortSignal;
  readonly late: AbortSignal;
  readonly startWithinMs: number;
  /** Steps of the cleanup that failed. */
  readonly left: readonly CleanupStep[];
}

/** Tells a start that was given up by the caller from one that took too long, which look alike from inside. */
function explain(thrown: unknown, { signal, late, startWithinMs, left }: FailedStart): EnvironmentError {
  const known = thrown instanceof EnvironmentError ? thrown : undefined;
  const part = known?.part ?? null;
  const stderr = known?.stderr ?? [];
  const what = thrown instanceof Error ? thrown.message : String(thrown);
  const remains = left.map(({ step, note }) => `; and it could not ${step}: ${note}`).join('');
  const because = { stderr, cause: thrown };
  if (signal.aborted)
    return new EnvironmentError('aborted', part, `the start was given up${remains}`, because);
  if (known === undefined || known.code !== 'aborted') {
    return new EnvironmentError(known?.code ?? 'start-failed', part, `${what}${remains}`, because);
  }
  const limit = late.aborted ? ` within ${formatMs(startWithinMs)}` : '';
  return new EnvironmentError(
    'timeout',
    part,
    `not everything was ready${limit}: ${what}${remains}`,
    because,
  );
}
