import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { ServiceProcess } from './service-process.ts';

/** A process that stands still. */
export interface StandStill {
  /** Lets it go on; resolves once it does. */
  end(): Promise<void>;
}

/** Waits until its stdin ends, then lets the process go on whose pid is its first argument. */
const watcherScript = 'read -r _; kill -CONT "$1"';

/**
 * Stops a process where it stands (SIGSTOP). It could not notice that we have died, as it would otherwise: so a shell
 * watches that for it, whose stdin is a pipe of ours, and which lets it go on then.
 * @throws Error where there is no such process, or no shell
 */
export async function standStill(service: ServiceProcess): Promise<StandStill> {
  const watcher = spawn('/bin/sh', ['-c', watcherScript, 'authz-drill-watcher', String(service.pid)], {
    stdio: ['pipe', 'ignore', 'ignore'],
    // Out of the reach of a Ctrl-C, which is for the harness.
    detached: true,
    env: {},
  });
  const gone = once(watcher, 'close');
  await once(watcher, 'spawn');
  watcher.stdin.on('error', () => undefined);

  async function dismiss(): Promise<void> {
    // Without a last word: by then its pid may be another's.
    watcher.kill('SIGKILL');
    watcher.stdin.destroy();
    await gone;
  }

  if (!service.signal('SIGSTOP')) {
    await dismiss();
    throw new Error(`${service.name} does not run`);
  }
  void service.exited.then(dismiss);
  return {
    end: async () => {
      service.signal('SIGCONT');
      await dismiss();
    },
  };
}
