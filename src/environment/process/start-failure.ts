import { formatMs } from '../../model/time.ts';
import type { CleanupStep, ProcessExit } from '../environment.ts';
import { EnvironmentError } from '../environment-error.ts';
import { settlesWithin } from './settles-within.ts';

/** A part that was ready and ends before the rest is: there is no use in waiting for the others. */
export async function endedTooSoon(unexpectedExit: Promise<ProcessExit>): Promise<never> {
  throw exitError(await unexpectedExit);
}

function exitError({ name, code, signal, stderr = [] }: ProcessExit): EnvironmentError {
  const how = signal === null ? `exited with code ${code}` : `was ended by ${signal}`;
  return new EnvironmentError('exited', name, `${name} ${how} while the rest was being started`, { stderr });
}

/** How long after its effects on others the end of a process may be reported. */
const exitReportedWithinMs = 100;

/** A part that ends makes others fail, and they may be heard of first. */
export async function rootCause(thrown: unknown, unexpectedExit: Promise<ProcessExit>): Promise<unknown> {
  const ended = await settlesWithin(unexpectedExit, exitReportedWithinMs);
  return ended ? exitError(await unexpectedExit) : thrown;
}

/** How a start came to fail. */
export interface FailedStart {
  readonly signal: AbortSignal;
  readonly late: AbortSignal;
  readonly startWithinMs: number;
  /** Steps of the cleanup that failed. */
  readonly left: readonly CleanupStep[];
}

/** Tells a start that was given up by the caller from one that took too long, which look alike from inside. */
export function explainFailedStart(
  thrown: unknown,
  { signal, late, startWithinMs, left }: FailedStart,
): EnvironmentError {
  const known = thrown instanceof EnvironmentError ? thrown : undefined;
  const part = known?.part ?? null;
  const stderr = known?.stderr ?? [];
  const what = thrown instanceof Error ? thrown.message : String(thrown);
  const remains = left.map(({ step: undone, note }) => `; and it could not ${undone}: ${note}`).join('');
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
