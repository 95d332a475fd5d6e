import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const launcher = fileURLToPath(new URL('../launch.js', import.meta.url));
const project = fileURLToPath(new URL('../../../', import.meta.url));

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The whole program as its user starts it, from the project's folder unless told otherwise. */
export function startAuthzDrill(
  args: readonly string[],
  cwd = project,
): { child: ChildProcess; ended: Promise<Ended> } {
  const child = spawn(process.execPath, [launcher, ...args], {
    cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined },
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const ended = once(child, 'close').then(([code]: unknown[]) => ({
    code: typeof code === 'number' ? code : null,
    stdout,
    stderr,
  }));
  return { child, ended };
}

export function authzDrill(...args: string[]): Promise<Ended> {
  return startAuthzDrill(args).ended;
}

/** A folder for runs that is nobody else's. */
export function runsFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'authz-drill-e2e-'));
}

/** Resolves once the program has said something on stderr, with all that it has said by then. */
export async function said(child: ChildProcess, text: string | RegExp): Promise<string> {
  let heard = '';
  const { stderr } = child;
  if (stderr === null) throw new Error('stderr is not piped');
  return new Promise((resolve, reject) => {
    stderr.on('data', (chunk: Buffer) => {
      heard += chunk.toString();
      if (typeof text === 'string' ? heard.includes(text) : text.test(heard)) resolve(heard);
    });
    child.once('close', () => reject(new Error(`it ended without saying ${String(text)}:\n${heard}`)));
  });
}
