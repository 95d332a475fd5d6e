import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A policy program of ours, in a folder of its own. */
export interface ProgramProcess {
  readonly pid: number;
  readonly folder: string;
  /** Resolves with how it ended, in words that follow its name, whoever ended it. Never rejects. */
  readonly ended: Promise<string>;
  /** Ends it and takes its folder away; resolves once both are gone. */
  stop(): Promise<void>;
}

/** How a program is called. */
export interface ProgramCall {
  /** As it is known in sentences. */
  readonly title: string;
  /** Path or name of it. */
  readonly program: string;
  /**
   * Writes what it needs into the folder that is its own.
   * @returns its arguments
   */
  readonly prepare: (folder: string) => Promise<readonly string[]>;
}

/** Waits until its stdin ends, then ends the process whose pid is its first argument and takes away the folder. */
const watcherScript = 'read -r _; kill -KILL "$1"; rm -rf "$2"';

/**
 * Starts a program in a folder of its own, where it also puts the socket it listens on. A port would have to be chosen before
 * anybody knows that it is free; a socket in one's own folder always is, and nobody else can open it.
 * @throws Error where there is no such program
 */
export async function startProgram({ title, program, prepare }: ProgramCall): Promise<ProgramProcess> {
  const folder = await mkdtemp(join(tmpdir(), `authz-drill-${title.toLowerCase()}-`));
  const args = await prepare(folder);
  // What it has to say goes where our diagnostics go: our stdout is for the harness alone.
  const child = spawn(program, args, { cwd: folder, stdio: ['ignore', process.stderr, process.stderr] });
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(`could not be run: ${error.message}`));
    child.once('exit', (code, signal) =>
      resolve(signal === null ? `exited with code ${code}` : `was ended by ${signal}`),
    );
  });
  const { pid } = child;
  if (pid === undefined) {
    await rm(folder, { recursive: true });
    throw new Error(`${title} ${await ended}`);
  }
  const watcher = await watchOver(pid, folder);
  return {
    pid,
    folder,
    ended,
    async stop() {
      child.kill('SIGTERM');
      // One that stands still (SIGSTOP) would not hear of it.
      child.kill('SIGCONT');
      await ended;
      await watcher.dismiss();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/**
 * A program does not notice that we have died, and SIGKILL leaves us no time to end it: so a shell watches for that, whose stdin
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
