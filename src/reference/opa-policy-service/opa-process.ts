import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** An OPA of ours. */
export interface OpaProcess {
  readonly pid: number;
  /** Where it listens, as soon as it does. */
  readonly socketPath: string;
  /** Resolves with how it ended, in words that follow its name, whoever ended it. Never rejects. */
  readonly ended: Promise<string>;
  /** Ends it and takes its folder away; resolves once both are gone. */
  stop(): Promise<void>;
}

/** Of an OPA that is told to end: its answers under way, and no more than that. */
const graceS = 1;

/** Waits until its stdin ends, then ends the process whose pid is its first argument and takes away the folder. */
const watcherScript = 'read -r _; kill -KILL "$1"; rm -rf "$2"';

/**
 * Starts OPA with this configuration, in a folder of its own that holds nothing else but the socket it listens on. A port
 * would have to be chosen before anybody knows that it is free; a socket in one's own folder always is.
 * @param program path or name of it
 * @throws Error where there is no such program
 */
export async function startOpa(program: string, config: object): Promise<OpaProcess> {
  const folder = await mkdtemp(join(tmpdir(), 'authz-drill-opa-'));
  const socketPath = join(folder, 'opa.sock');
  const configFile = join(folder, 'config.json');
  await writeFile(configFile, JSON.stringify(config));
  const opa = spawn(
    program,
    [
      'run',
      '--server',
      `--config-file=${configFile}`,
      `--addr=unix://${socketPath}`,
      `--shutdown-grace-period=${graceS}`,
      '--log-level=error',
      '--log-format=json',
      // It would ask its makers whether there is a newer one; a drill asks nobody outside.
      '--disable-telemetry',
    ],
    { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] },
  );
  const ended = new Promise<string>((resolve) => {
    opa.once('error', (error) => resolve(`could not be run: ${error.message}`));
    opa.once('exit', (code, signal) =>
      resolve(signal === null ? `exited with code ${code}` : `was ended by ${signal}`),
    );
  });
  const { pid } = opa;
  if (pid === undefined) {
    await rm(folder, { recursive: true });
    throw new Error(`OPA ${await ended}`);
  }
  const watcher = await watchOver(pid, folder);
  return {
    pid,
    socketPath,
    ended,
    async stop() {
      opa.kill('SIGTERM');
      // One that stands still (SIGSTOP) would not hear of it.
      opa.kill('SIGCONT');
      await ended;
      await watcher.dismiss();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/**
 * OPA does not notice that we have died, and SIGKILL leaves us no time to end it: so a shell watches for that, whose stdin
 * is a pipe of ours.
 */
async function watchOver(pid: number, folder: string): Promise<{ dismiss(): Promise<void> }> {
  const watcher = spawn('/bin/sh', ['-c', watcherScript, 'authz-drill-watcher', String(pid), folder], {
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  const gone = once(watcher, 'close');
  await once(watcher, 'spawn');
  watcher.stdin.on('error', () => undefined);
  return {
    async dismiss() {
      // Without a last word: by then the pid may be another's.
      watcher.kill('SIGKILL');
      watcher.stdin.destroy();
      await gone;
    },
  };
}
