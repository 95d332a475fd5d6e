import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { Toxiproxy, type Proxy } from 'toxiproxy-node-client';
import { startToxiproxy } from '../real-toxiproxy.ts';

/** Something to measure: where clients connect, and how it is controlled. */
export interface Target {
  readonly name: string;
  readonly port: number;
  readonly pid: number;
  /** Absent for the plain pipe, which has no toxics. */
  readonly proxy: Proxy | undefined;
  stop(): Promise<void>;
}

/** A process of ours that writes one line. */
interface Child {
  readonly line: string;
  readonly pid: number;
  stop(): Promise<void>;
}

const upstreamFile = fileURLToPath(new URL('./upstream.ts', import.meta.url));
const mainFile = fileURLToPath(new URL('../../main.ts', import.meta.url));

/** Starts the service behind them all. */
export async function startBenchUpstream(): Promise<{ readonly port: number; stop(): Promise<void> }> {
  const child = await startChild([upstreamFile, 'serve']);
  return { port: Number(child.line), stop: () => child.stop() };
}

/** Ours, in a child process as drills use it. */
export async function ours(upstreamPort: number): Promise<Target> {
  const child = await startChild([mainFile]);
  const ready: { url: string } = JSON.parse(child.line);
  const proxy = await proxyTo(ready.url, upstreamPort);
  return { name: 'ours', port: portOf(proxy), pid: child.pid, proxy, stop: () => child.stop() };
}

/** The original. @param program path of a Toxiproxy server */
export async function toxiproxy(program: string, upstreamPort: number): Promise<Target> {
  const running = await startToxiproxy(program);
  const proxy = await proxyTo(running.url, upstreamPort);
  return { name: 'Toxiproxy', port: portOf(proxy), pid: running.pid, proxy, stop: () => running.stop() };
}

/** Two sockets of Node piped into each other, and nothing else: what is possible. */
export async function plainPipe(upstreamPort: number): Promise<Target> {
  const child = await startChild([upstreamFile, 'pipe', String(upstreamPort)]);
  return {
    name: 'plain pipe',
    port: Number(child.line),
    pid: child.pid,
    proxy: undefined,
    stop: () => child.stop(),
  };
}

function proxyTo(url: string, upstreamPort: number): Promise<Proxy> {
  return new Toxiproxy(url).createProxy({
    name: 'bench',
    listen: '127.0.0.1:0',
    upstream: `127.0.0.1:${upstreamPort}`,
  });
}

function portOf(proxy: Proxy): number {
  return Number(proxy.listen.split(':')[1]);
}

async function startChild(args: readonly string[]): Promise<Child> {
  // As drills start their children: compiled code is kept, so that a start costs neither time nor memory for it.
  const env = { ...process.env, NODE_COMPILE_CACHE: join(tmpdir(), 'authz-drill-bench') };
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'], env });
  const [line] = await once(createInterface({ input: child.stdout }), 'line');
  return { line: String(line), pid: child.pid ?? 0, stop: () => end(child) };
}

async function end(child: ChildProcess): Promise<void> {
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}
