import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import type { Replica } from '../environment/environment.ts';
import { formatMs } from '../model/time.ts';
import type { Detector } from '../model/detector.ts';
import { pause } from './pause.ts';
import type { Stage } from './stage.ts';
import { messageOf } from './stop-run.ts';

type CommandDetector = Extract<Detector, { kind: 'command' }>;

/** A detector of the user's at work. */
export interface AlarmWatch {
  /** Resolves with what it said, once it has raised the alarm; never where it does not. */
  readonly raised: Promise<string>;
  /** What it said the last time it raised none; undefined before its first run is over. */
  lastWord(): string | undefined;
  /** Ends it, a run under way included. */
  stop(): Promise<void>;
}

/**
 * Runs the command again and again until one run ends with code 0: that is the alarm. It is told where the replicas are
 * (`AUTHZ_DRILL_REPLICAS`: `r0=http://… r1=http://…`). Runs do not overlap, and one that takes too long is cut off.
 */
export function watchAlarm(
  { clock, timing, environment }: Pick<Stage, 'clock' | 'timing' | 'environment'>,
  { command, everyMs }: CommandDetector,
): AlarmWatch {
  const stopping = new AbortController();
  const { signal } = stopping;
  const alarm = Promise.withResolvers<string>();
  const env = { ...process.env, AUTHZ_DRILL_REPLICAS: addresses(environment.replicas) };
  let lastWord: string | undefined;

  async function watch(): Promise<void> {
    while (!signal.aborted) {
      const dueAgainAt = clock.now() + everyMs;
      const { raised, said } = await run(command, env, timing.alarmWithinMs, signal).catch(
        (error: unknown) => ({ raised: false, said: messageOf(error) }),
      );
      if (signal.aborted) return;
      if (raised) {
        alarm.resolve(said);
        return;
      }
      lastWord = said;
      // However long it took, others get their turn before the next run.
      await pause(Math.max(1, dueAgainAt - clock.now()), signal).catch(() => {});
    }
  }
  const watching = watch();

  return {
    raised: alarm.promise,
    lastWord: () => lastWord,
    stop: async () => {
      stopping.abort();
      await watching;
    },
  };
}

interface Run {
  readonly raised: boolean;
  /** The last line it wrote to stderr; otherwise how it ended. */
  readonly said: string;
}

/** What cannot be run raises no alarm, and the run says why. @throws where the system has no room for a process */
function run(
  [program = '', ...given]: readonly string[],
  env: NodeJS.ProcessEnv,
  withinMs: number,
  signal: AbortSignal,
): Promise<Run> {
  return new Promise((resolve) => {
    // No shell, and a group of its own, so that what it starts can be ended with it.
    const child = spawn(program, given, { env, stdio: ['ignore', 'ignore', 'pipe'], detached: true });
    let stderr = '';
    let cutOff: string | undefined;
    function end(why: string): void {
      cutOff ??= why;
      killGroup(child);
    }
    const stop = (): void => end('stopped');
    const deadline = setTimeout(() => end(`cut off after ${formatMs(withinMs)}`), withinMs);
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();

    function settle(raised: boolean, otherwise: string): void {
      clearTimeout(deadline);
      signal.removeEventListener('abort', stop);
      resolve({ raised, said: cutOff ?? lastLine(stderr) ?? otherwise });
    }
    child.stderr.setEncoding('utf8');
    child.stderr.on('data', (text: string) => {
      stderr = (stderr + text).slice(-keptOfStderr);
    });
    child.on('error', (error) => settle(false, error.message));
    child.on('close', (code, by) =>
      settle(code === 0 && cutOff === undefined, by === null ? `code ${code}` : `ended by ${by}`),
    );
  });
}

/** More than a line of sense needs. */
const keptOfStderr = 4_096;

function killGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    // It has ended by itself in the meantime.
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

function lastLine(text: string): string | undefined {
  return text.trimEnd().split('\n').at(-1)?.trim() || undefined;
}

function addresses(replicas: readonly Replica[]): string {
  return replicas.map(({ name, url }) => `${name}=${url}`).join(' ');
}
