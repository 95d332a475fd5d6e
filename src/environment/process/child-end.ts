import type { ChildProcess } from 'node:child_process';
import type { CleanupStep } from '../environment.ts';
import { settlesWithin } from './settles-within.ts';

/** How a child ended. `error`: there never was a process. */
export interface ChildEnd {
  readonly code: number | null;
  readonly signal: string | null;
  readonly error?: Error;
}

/**
 * Resolves once the system has reported the child's exit; never rejects. That report is the proof that it is
 * gone: the pid itself may be another's a moment later.
 */
export function endOf(child: ChildProcess): Promise<ChildEnd> {
  return new Promise((resolve) => {
    child.once('error', (error) => {
      if (child.pid === undefined) resolve({ code: null, signal: null, error });
    });
    child.once('exit', (code, signal) => resolve({ code, signal }));
  });
}

/** The right to end one child, and whether it was used. */
export interface Ender {
  /** Whether `end` or `kill` was called, so that the end of the child is expected. */
  asked(): boolean;
  /** SIGKILL, at once. */
  kill(): void;
  /** SIGTERM, and SIGKILL once `killAfterMs` have passed; resolves when the process is gone. Never rejects, safe to call twice. */
  end(killAfterMs: number): Promise<CleanupStep>;
}

/** How long the system may take to bury a process after SIGKILL; only one that is stuck in the kernel takes longer. */
const buriedWithinMs = 5_000;

/** Makes the one that ends `child`; `ended` is its `endOf`. */
export function enderOf(child: ChildProcess, name: string, ended: Promise<ChildEnd>): Ender {
  let ending: Promise<CleanupStep> | undefined;
  let killed = false;
  const endChild = async (killAfterMs: number): Promise<CleanupStep> => {
    const step = `stop ${name} (pid ${child.pid})`;
    if (child.exitCode !== null || child.signalCode !== null)
      return { step, ok: true, note: 'it had ended before' };
    child.kill('SIGTERM');
    // One that stands still (SIGSTOP) would not hear of it.
    child.kill('SIGCONT');
    if (await settlesWithin(ended, killAfterMs)) return { step, ok: true };
    child.kill('SIGKILL');
    return (await settlesWithin(ended, buriedWithinMs))
      ? { step, ok: true, note: `killed: it had not ended ${killAfterMs} ms after SIGTERM` }
      : { step, ok: false, note: `it is still there ${buriedWithinMs} ms after SIGKILL` };
  };
  return {
    asked: () => ending !== undefined || killed,
    kill: () => {
      killed = true;
      child.kill('SIGKILL');
    },
    end: (killAfterMs) => (ending ??= endChild(killAfterMs)),
  };
}
