import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';

/**
 * Main module of a child process that keeps a Toxiproxy program: it speaks the child-process protocol in its
 * stead, and ends it when its own stdin ends, which the program would not do.
 */
const name = 'fault-proxy';
const host = '127.0.0.1';
const askEveryMs = 20;

const { values } = parseArgs({
  options: {
    program: { type: 'string', default: 'toxiproxy-server' },
    port: { type: 'string', default: '0' },
    'run-id': { type: 'string' },
  },
});

function say(message: Readonly<Record<string, unknown>>): void {
  process.stdout.write(`${JSON.stringify(message)}\n`);
}

/** The program does not say which port it was given, so one is chosen for it. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, host);
  await once(server, 'listening');
  const bound = server.address();
  server.close();
  await once(server, 'close');
  if (bound === null || typeof bound === 'string') throw new Error('a TCP server has no TCP address');
  return bound.port;
}

/** Resolves when the API answers; rejects when the program has ended before. */
async function answers(url: string, program: ChildProcess, ended: Promise<string>): Promise<void> {
  while (program.exitCode === null && program.signalCode === null) {
    const asked = await Promise.race([
      fetch(`${url}/version`).then(
        (response) => response.ok,
        () => false,
      ),
      ended.then(() => false),
    ]);
    if (asked) return;
    await Promise.race([pause(askEveryMs), ended]);
  }
  throw new Error(`${values.program} ${await ended} before its API answered`);
}

async function keep(): Promise<void> {
  const port = Number(values.port) === 0 ? await freePort() : Number(values.port);
  const url = `http://${host}:${port}`;
  const program = spawn(values.program, ['-host', host, '-port', String(port)], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const ended = new Promise<string>((resolve) => {
    program.once('error', (error) => resolve(`could not be run (${error.message})`));
    program.once('exit', (code, signal) =>
      resolve(signal === null ? `exited with code ${code}` : `was ended by ${signal}`),
    );
  });
  const stop = (): void => {
    process.stdin.destroy();
    program.kill('SIGTERM');
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  process.stdin.once('end', stop);
  process.stdin.once('error', stop);
  process.stdin.resume();
  try {
    await answers(url, program, ended);
  } catch (error) {
    stop();
    throw error;
  }
  say({ ready: true, name, url });
  const how = await ended;
  if (!process.stdin.destroyed) {
    process.stderr.write(`${JSON.stringify({ level: 'error', message: `${values.program} ${how}` })}\n`);
    process.stdin.destroy();
    process.exitCode = 1;
  }
}

try {
  await keep();
} catch (error) {
  say({ ready: false, name, error: error instanceof Error ? error.message : String(error) });
  process.exitCode = 1;
}
