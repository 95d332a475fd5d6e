import { spawn } from 'node:child_process';
import { k6Environment } from './find-k6.ts';

/** A k6 that runs, in a process group of its own. */
export interface K6Process {
  /** Resolves once it has ended; never rejects. */
  readonly ended: Promise<K6End>;
  /** Ends the group: asks k6 to end (SIGINT, upon which it writes out what it has), and after `graceMs` takes it away. */
  end(graceMs: number): Promise<void>;
}

export interface K6End {
  /** Null where a signal ended it, or it could not be run at all. */
  readonly code: number | null;
  readonly signal: string | null;
  /** The last line it wrote to stderr, or why it could not be run; empty where it wrote none. */
  readonly lastLine: string;
}

export interface K6Files {
  readonly script: string;
  /** The script's input. */
  readonly input: string;
  /** Where the points are written. */
  readonly points: string;
}

/** More than a line of sense needs. */
const keptOfStderr = 4_096;

/**
 * The command line: no progress bar, no colours, logs as they are, no report to its makers, and no REST API, for which several at a
 * time would fight over one port.
 */
export function k6Arguments({ script, input, points }: K6Files): readonly string[] {
  return [
    'run',
    '--quiet',
    '--no-color',
    '--log-format=raw',
    '--no-usage-report',
    '--address=',
    `--out=json=${points}`,
    `--env=AUTHZ_DRILL_INPUT=${input}`,
    script,
  ];
}

/** Starts it. That it cannot be started shows in `ended`. */
export function startProcess(program: string, files: K6Files, env: NodeJS.ProcessEnv): K6Process {
  const child = spawn(program, k6Arguments(files), {
    env: k6Environment(env),
    stdio: ['ignore', 'ignore', 'pipe'],
    detached: true,
  });
  const { pid } = child;
  let stderr = '';
  child.stderr.setEncoding('utf8');
  child.stderr.on('data', (text: string) => {
    stderr = (stderr + text).slice(-keptOfStderr);
  });
  const ended = new Promise<K6End>((resolve) => {
    child.on('error', (error) => resolve({ code: null, signal: null, lastLine: error.message }));
    child.on('close', (code, signal) => resolve({ code, signal, lastLine: lastLineOf(stderr) }));
  });

  function signalGroup(signal: NodeJS.Signals): void {
    if (pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
    try {
      process.kill(-pid, signal);
    } catch (error) {
      // It has ended by itself in the meantime.
      if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
    }
  }

  return {
    ended,
    end: async (graceMs) => {
      signalGroup('SIGINT');
      const last = setTimeout(() => signalGroup('SIGKILL'), graceMs);
      await ended;
      clearTimeout(last);
    },
  };
}

function lastLineOf(text: string): string {
  return text.trimEnd().split('\n').at(-1)?.trim() ?? '';
}
