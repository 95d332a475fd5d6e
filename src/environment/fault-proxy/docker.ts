import { execFile } from 'node:child_process';
import { EnvironmentError } from '../environment-error.ts';

/** How a command of the docker program ended. */
export interface DockerAnswer {
  readonly ok: boolean;
  readonly stdout: string;
  /** The last line it wrote to stderr, which is where it says why; empty where it wrote none. */
  readonly complaint: string;
}

/**
 * Runs a command of the docker program.
 * @throws EnvironmentError where the program cannot be run, does not end in time, or `signal` is aborted
 */
export type Docker = (args: readonly string[], bounds?: DockerBounds) => Promise<DockerAnswer>;

/** How long a command may take. */
export interface DockerBounds {
  readonly signal?: AbortSignal;
  /** In milliseconds; 20 s unless given, `Infinity` for none. */
  readonly withinMs?: number;
}

/** A daemon that answers does so within a second; one on a starved machine within ten. */
const usuallyWithinMs = 20_000;

/** @param program path or name of the docker program */
export function dockerProgram(program: string): Docker {
  return (args, { signal, withinMs = usuallyWithinMs } = {}) =>
    new Promise((resolve, reject) => {
      const late = withinMs === Infinity ? [] : [AbortSignal.timeout(withinMs)];
      const bounds = AbortSignal.any([...(signal === undefined ? [] : [signal]), ...late]);
      const command = `${program} ${args[0] ?? ''}`;
      execFile(program, args, { signal: bounds, maxBuffer: 2 ** 24 }, (error, stdout, stderr) => {
        if (error === null) resolve({ ok: true, stdout, complaint: lastLine(stderr) });
        else if (signal?.aborted === true) reject(failed('aborted', `${command} was given up`, error));
        else if (bounds.aborted) {
          reject(failed('timeout', `${command} did not end within ${withinMs / 1_000} s`, error));
        } else if (typeof error.code === 'string') reject(failed('start-failed', why(program, error), error));
        else resolve({ ok: false, stdout, complaint: lastLine(stderr) });
      });
    });
}

function why(
  program: string,
  { code, message }: NodeJS.ErrnoException | (Error & { code?: unknown }),
): string {
  return code === 'ENOENT'
    ? `there is no program ${program}: install Docker, or name its program in AUTHZ_DRILL_DOCKER`
    : `${program} could not be run (${message})`;
}

function failed(code: EnvironmentError['code'], message: string, cause: unknown): EnvironmentError {
  return new EnvironmentError(code, 'fault-proxy', message, { cause });
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1)?.trim() ?? '';
}
