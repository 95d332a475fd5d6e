import type { ConductOutcome } from '../conduct/outcome.ts';
import type { CleanupStep } from '../environment/environment.ts';
import { EnvironmentError } from '../environment/environment-error.ts';
import { exitCodes, type ExitCode } from './exit-codes.ts';
import type { Streams } from './streams.ts';

/**
 * What became of the harness itself, as an exit code; undefined where nothing did.
 * @param left steps that failed when what all scenarios had shared was taken away
 */
export function troubleOf(
  outcomes: readonly ConductOutcome[],
  left: readonly CleanupStep[] = [],
): ExitCode | undefined {
  if (outcomes.some(({ kind }) => kind === 'broken')) return exitCodes.internal;
  const trouble = outcomes.some(({ kind, cleanedUp }) => kind === 'environment' || !cleanedUp);
  return trouble || left.length > 0 ? exitCodes.environment : undefined;
}

/** One screen on stderr for the scenarios that could not be run, the same cause told once. */
export function explainOutcomes(outcomes: readonly ConductOutcome[], streams: Streams): void {
  const causes = new Map<string, string[]>();
  for (const outcome of outcomes) {
    for (const cause of causesOf(outcome))
      causes.set(cause, [...(causes.get(cause) ?? []), outcome.scenario]);
  }
  for (const [cause, scenarios] of causes) streams.err(`\n${scenarios.join(', ')}: ${cause}`);
}

function causesOf(outcome: ConductOutcome): readonly string[] {
  const left = outcome.cleanedUp
    ? []
    : [`not everything was cleaned up; ${outcome.journalFile} has every step`];
  return outcome.kind === 'ended' ? left : [...left, explainError(outcome.kind, outcome.error)];
}

function explainError(kind: 'environment' | 'broken', error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  if (kind === 'broken') return `authz-drill broke: ${message}`;
  if (!(error instanceof EnvironmentError)) return `the environment did not start: ${message}`;
  const stderr = error.stderr.map((line) => `  ${error.part ?? 'stderr'} | ${line}`);
  const hint = hints[error.code];
  return [
    `the environment did not start: ${message}`,
    ...stderr,
    ...(hint === undefined ? [] : [`  hint: ${hint}`]),
  ].join('\n');
}

const hints: Readonly<Record<EnvironmentError['code'], string | undefined>> = {
  'port-in-use': 'end what listens there, or choose another port (--proxy-port)',
  timeout: 'the machine may be too busy; try fewer drills at a time (--workers 1)',
  'start-failed': undefined,
  exited: undefined,
  aborted: undefined,
};
