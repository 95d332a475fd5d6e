import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from './free-port.ts';

/** A Toxiproxy server program that runs. */
export interface RealToxiproxy {
  readonly url: string;
  readonly pid: number;
  stop(): Promise<void>;
}

/**
 * Path of a real Toxiproxy 2.12: named by `TOXIPROXY_SERVER`, on the PATH, or where `go install` puts it.
 * `undefined` where there is none.
 */
export function findToxiproxy(): string | undefined {
  const named = process.env['TOXIPROXY_SERVER'];
  if (named !== undefined && named !== '') return named;
  const onPath = (process.env['PATH'] ?? '')
    .split(delimiter)
    .map((folder) => join(folder, 'toxiproxy-server'));
  return [...onPath, ...goInstalled()].find(isExecutable);
}

/** Starts it on a free port and waits until it answers. */
export async function startToxiproxy(program: string): Promise<RealToxiproxy> {
  const port = await freePort();
  const child = spawn(program, ['-host', '127.0.0.1', '-port', String(port)], { stdio: 'ignore' });
  const url = `http://127.0.0.1:${port}`;
  const failed = once(child, 'exit').then(() => {
    throw new Error(`${program} has ended`);
  });
  failed.catch(() => undefined);
  while (!(await Promise.race([answers(url), failed]))) await pause(20);
  return { url, pid: child.pid ?? 0, stop: () => end(child) };
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/version`)).ok;
  } catch {
    return false;
  }
}

async function end(child: ChildProcess): Promise<void> {
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}

function goInstalled(): string[] {
  try {
    const folder = execFileSync('go', ['env', 'GOPATH'], { encoding: 'utf8' }).trim();
    return [join(folder, 'bin', 'toxiproxy-server'), join(folder, 'bin', 'server')];
  } catch {
    return [];
  }
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
