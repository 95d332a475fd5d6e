import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import type { CleanupStep, ProcessExit, RunningProcess } from '../environment.ts';
import { EnvironmentError } from '../environment-error.ts';
import { endOf, enderOf } from './child-end.ts';
import type { ChildEnd } from './child-end.ts';
import { childEnvironment } from './child-environment.ts';
import { tailLines } from './line-tail.ts';
import { parseReadyLine } from './ready-line.ts';
import type { ReadyLine } from './ready-line.ts';
import { processTitle } from './run-mark.ts';
import { settlesWithin } from './settles-within.ts';
import { unlessAborted } from './unless-aborted.ts';

/** How one child is started. */
export interface ServiceStart {
  /** Its name in the world of the drill: `policy-service`, `r0`. */
  readonly name: string;
  /** Path of its main module. */
  readonly entry: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Marks the process, in its title and its environment variables, so that it can be told from any other. */
  readonly mark: string;
  /** Aborting ends the start, and with it the process. */
  readonly signal: AbortSignal;
  /** Called as soon as there is a process, before it is known to work: from here on somebody must end it. */
  readonly onSpawn?: (process: RunningProcess) => void;
  /** Options of the runtime, before the main module. */
  readonly runtimeArgs?: readonly string[];
  /** How long it may take to end after SIGTERM, in milliseconds; 3 s unless given. */
  readonly killAfterMs?: number;
}

/** A child that has said it listens. */
export interface ServiceProcess extends RunningProcess {
  readonly url: string;
  /** Absent where the child has no control port. */
  readonly controlUrl: string | undefined;
  /** Processes that it has started to work for it, and that end with it. */
  readonly helpers: readonly RunningProcess[];
  /** Resolves once it has ended, whoever ended it. */
  readonly exited: Promise<ProcessExit>;
  /** Whether its exit has been reported. */
  ended(): boolean;
  /** Whether `stop` or `kill` was called, so that its end is expected. */
  stopping(): boolean;
  /** Sends a signal that is not meant to end it; false where there is no such process any more. */
  signal(signal: NodeJS.Signals): boolean;
  /** SIGKILL; resolves once the process is proved gone. */
  kill(): Promise<ProcessExit>;
  /** The last lines it wrote to stderr, oldest first. */
  stderr(): readonly string[];
  /** SIGTERM, then SIGKILL after `killAfterMs`; resolves once the process is proved gone. Never rejects, safe to call twice. */
  stop(killAfterMs?: number): Promise<CleanupStep>;
}

const defaultKillAfterMs = 3_000;

/** How long after its end a child's last words may take to arrive; longer only if somebody else holds its stderr open. */
const lastWordsWithinMs = 1_000;

/**
 * Starts a child and waits for its ready line.
 *
 * The child's stdin is a pipe that we never write to: it ends when we do, whatever ends us, and the child ends
 * itself then. That is what keeps a `kill -9` of the harness from leaving anything behind.
 * @throws EnvironmentError `start-failed`, `port-in-use` or `aborted`; the child has ended by then
 */
export async function startServiceProcess(start: ServiceStart): Promise<ServiceProcess> {
  const { name, signal, killAfterMs: ownKillAfterMs = defaultKillAfterMs } = start;
  if (signal.aborted) throw abortedStart(name, []);
  const child = spawn(
    process.execPath,
    [
      `--title=${processTitle(name, start.mark)}`,
      ...(start.runtimeArgs ?? []),
      start.entry,
      ...(start.args ?? []),
    ],
    {
      env: childEnvironment(start.mark, start.env ?? {}),
      stdio: ['pipe', 'pipe', 'pipe'],
      // A process group of its own: Ctrl-C in a terminal is for the harness, which then ends things in order.
      detached: true,
    },
  );
  // That a child has closed its end is no news: its exit is what counts.
  child.stdin.on('error', () => undefined);
  const tail = tailLines(child.stderr);
  const ended = endOf(child);
  const { pid } = child;
  if (pid === undefined) throw failedStart(name, undefined, await ended, []);
  start.onSpawn?.({ name, pid });

  const ender = enderOf(child, name, ended);
  const line = await unlessAborted(firstReadyLine(child.stdout), signal);
  if (line === 'aborted' || line === undefined || !line.ready) {
    await ender.end(ownKillAfterMs);
    await settlesWithin(tail.ended, lastWordsWithinMs);
    throw line === 'aborted'
      ? abortedStart(name, tail.lines())
      : failedStart(name, line, await ended, tail.lines());
  }
  const exited = ended.then(async ({ code, signal: by }) => {
    await settlesWithin(tail.ended, lastWordsWithinMs);
    return { name, pid, code, signal: by, stderr: tail.lines() };
  });
  return {
    name,
    pid,
    url: line.url,
    controlUrl: line.controlUrl,
    helpers: line.helpers ?? [],
    exited,
    ended: () => child.exitCode !== null || child.signalCode !== null,
    stopping: () => ender.asked(),
    signal: (sent) => child.kill(sent),
    kill: () => {
      ender.kill();
      return exited;
    },
    stderr: () => tail.lines(),
    stop: (killAfterMs = ownKillAfterMs) => ender.end(killAfterMs),
  };
}

/** The first ready line, or `undefined` once stdout has ended without one. Later output is read and dropped. */
function firstReadyLine(stdout: Readable): Promise<ReadyLine | undefined> {
  return new Promise((resolve) => {
    createInterface({ input: stdout, crlfDelay: Infinity })
      .on('line', (text) => {
        const line = parseReadyLine(text);
        if (line !== undefined) resolve(line);
      })
      .on('close', () => resolve(undefined));
  });
}

function abortedStart(name: string, stderr: readonly string[]): EnvironmentError {
  return new EnvironmentError('aborted', name, `the start of ${name} was given up`, { stderr });
}

function failedStart(
  name: string,
  line: ReadyLine | undefined,
  end: ChildEnd,
  stderr: readonly string[],
): EnvironmentError {
  if (line?.ready === false) {
    const code = line.code === 'EADDRINUSE' ? 'port-in-use' : 'start-failed';
    return new EnvironmentError(code, name, `${name} cannot start: ${line.error}`, { stderr });
  }
  if (end.error !== undefined) {
    return new EnvironmentError('start-failed', name, `${name} could not be run: ${end.error.message}`, {
      cause: end.error,
    });
  }
  const how = end.signal === null ? `exited with code ${end.code}` : `was ended by ${end.signal}`;
  return new EnvironmentError('start-failed', name, `${name} ${how} before it was ready`, { stderr });
}
