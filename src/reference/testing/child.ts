import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

const readyLine = z.discriminatedUnion('ready', [
  z.object({
    ready: z.literal(true),
    name: z.string(),
    url: z.string(),
    controlUrl: z.string().optional(),
    helpers: z.array(z.object({ name: z.string(), pid: z.number() })).default([]),
  }),
  z.object({ ready: z.literal(false), name: z.string(), error: z.string(), code: z.string().optional() }),
]);

export type ReadyLine = z.infer<typeof readyLine>;

/** A child process of the reference application. */
export interface Child {
  readonly process: ChildProcess;
  readonly line: ReadyLine;
  /** Resolves with the exit code. */
  readonly exited: Promise<number | null>;
  /** All of stderr so far. */
  stderr(): string;
  /** SIGTERM, then the exit. */
  stop(): Promise<number | null>;
}

/** Starts `src/reference/<entry>/main.ts` and waits for its ready line. */
export async function startChild(entry: string, env: Readonly<Record<string, string>> = {}): Promise<Child> {
  const child = spawn(process.execPath, [fileURLToPath(new URL(`../${entry}/main.ts`, import.meta.url))], {
    env: { PATH: process.env['PATH'], AUTHZ_DRILL_RUN_ID: 'test', ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const exited = once(child, 'exit').then(([code]) => (typeof code === 'number' ? code : null));
  const lines = createInterface({ input: child.stdout });
  const first = await Promise.race([once(lines, 'line').then(([line]) => String(line)), exited]);
  if (typeof first !== 'string')
    throw new Error(`${entry} ended with ${first} before it was ready: ${stderr}`);
  return {
    process: child,
    line: readyLine.parse(JSON.parse(first)),
    exited,
    stderr: () => stderr,
    stop() {
      child.kill('SIGTERM');
      return exited;
    },
  };
}
