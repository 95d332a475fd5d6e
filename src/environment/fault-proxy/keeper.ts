import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { apiPort } from './api-port.ts';
import { keepContainer } from './kept-container.ts';
import { keepProgram } from './kept-program.ts';
import type { Kept } from './kept.ts';

/**
 * Main module of a child process that keeps a Toxiproxy, a program or a container: it speaks the child-process
 * protocol in its stead, and ends it when its own stdin ends, which neither would do.
 */
const name = 'fault-proxy';
const host = '127.0.0.1';
const askEveryMs = 20;
const answersWithinMs = 20_000;

const { values } = parseArgs({
  options: {
    program: { type: 'string', default: 'toxiproxy-server' },
    image: { type: 'string' },
    docker: { type: 'string', default: 'docker' },
    container: { type: 'string', default: '' },
    harness: { type: 'string', default: '' },
    port: { type: 'string', default: '0' },
  },
});

let ready = false;

function say(message: Readonly<Record<string, unknown>>): void {
  process.stdout.write(`${JSON.stringify(message)}\n`);
}

/** Resolves when this process is told to end, or its stdin says that the harness is gone. */
function toldToEnd(): Promise<void> {
  return new Promise((resolve) => {
    process.once('SIGTERM', resolve);
    process.once('SIGINT', resolve);
    process.stdin.once('end', resolve);
    process.stdin.once('error', resolve);
    process.stdin.resume();
  });
}

function begin(port: number): Kept {
  const args = ['-host', host, '-port', String(port)];
  const { image, docker, container, harness } = values;
  if (image === undefined) return keepProgram(values.program, args);
  const mark = process.env['AUTHZ_DRILL_RUN_ID'] ?? '';
  return keepContainer({ docker, image, name: container, mark, harness }, args);
}

/** Resolves when the API answers; nothing is asked any more once `over` is aborted. */
async function answers(kept: Kept, url: string, over: AbortSignal): Promise<void> {
  const late = AbortSignal.any([over, AbortSignal.timeout(answersWithinMs)]);
  const ended = kept.ended.then((how) => {
    throw new Error(`${kept.name} ${how} before its API answered`);
  });
  const asks = async (): Promise<void> => {
    while (!(await ask(`${url}/version`, late))) {
      if (late.aborted) throw new Error(`${kept.name} runs, but does not answer at ${url}`);
      await pause(askEveryMs);
    }
  };
  await Promise.race([asks(), ended]);
}

async function ask(url: string, signal: AbortSignal): Promise<boolean> {
  try {
    return (await fetch(url, { signal })).ok;
  } catch {
    // Not yet, or never: the loop decides.
    return false;
  }
}

/** Never resolves: a Toxiproxy that ends by itself is a failure. */
async function serve(kept: Kept, url: string, over: AbortSignal): Promise<never> {
  await answers(kept, url, over);
  ready = true;
  say({ ready, name, url });
  throw new Error(`${kept.name} ${await kept.ended}`);
}

async function keep(): Promise<void> {
  const told = toldToEnd();
  const port = await apiPort(host, Number(values.port));
  const kept = begin(port);
  const over = new AbortController();
  try {
    await Promise.race([told, serve(kept, `http://${host}:${port}`, over.signal)]);
  } finally {
    over.abort();
    await kept.stop();
  }
}

function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  return 'code' in error && typeof error.code === 'string' ? error.code : codeOf(error.cause);
}

try {
  await keep();
} catch (error) {
  const message = error instanceof Error ? error.message : String(error);
  if (ready) process.stderr.write(`${JSON.stringify({ level: 'error', message })}\n`);
  else say({ ready, name, error: message, code: codeOf(error) });
  process.exitCode = 1;
} finally {
  process.stdin.destroy();
}
