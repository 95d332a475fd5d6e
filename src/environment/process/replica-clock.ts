import { randomUUID } from 'node:crypto';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import { entryFile } from './entry.ts';
import type { ServiceProcess } from './service-process.ts';
import { waitUntil } from './wait-until.ts';

/** What a process has to be started with so that its wall clock can be moved. */
export interface ReplicaClock {
  readonly runtimeArgs: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** A wall clock that is moved by way of `file`, which need not exist: `movable-clock.ts` says what is in it. */
export function clockOf(file: string): ReplicaClock {
  return {
    runtimeArgs: ['--import', pathToFileURL(entryFile('environment/process/movable-clock')).href],
    env: { AUTHZ_DRILL_CLOCK_FILE: file },
  };
}

/** How long a process may take to read its new time; one that stands still takes for ever. */
const readWithinMs = 5_000;

/**
 * Moves the wall clock of a process from the true time by so many milliseconds; resolves once the process reads it.
 * @throws Error where it does not
 */
export async function moveClock(service: ServiceProcess, file: string, skewMs: number): Promise<void> {
  // A word of its own: what acknowledges an earlier move acknowledges nothing.
  const order = `${skewMs} ${randomUUID()}`;
  await writeFile(file, order, { mode: 0o600 });
  if (!service.signal('SIGUSR2')) throw new Error(`${service.name} does not run`);
  const signal = AbortSignal.timeout(readWithinMs);
  const acknowledged = async (): Promise<true | undefined> =>
    (await readFile(`${file}.ack`, 'utf8').catch(() => '')) === order ? true : undefined;
  try {
    await waitUntil(acknowledged, signal);
  } catch (cause) {
    throw new Error(`${service.name} has not read its new time within ${readWithinMs} ms`, { cause });
  }
  // Right again: whoever starts after this needs no file to be told so.
  if (skewMs === 0) await Promise.all([file, `${file}.ack`].map((one) => rm(one, { force: true })));
}
