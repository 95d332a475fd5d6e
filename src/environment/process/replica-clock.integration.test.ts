import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { clockOf, moveClock } from './replica-clock.ts';
import type { ServiceProcess } from './service-process.ts';
import { startServiceProcess } from './service-process.ts';

const entry = fileURLToPath(new URL('testing/clock-teller.ts', import.meta.url));
const told = z.object({
  wall: z.tuple([z.number(), z.number(), z.number()]),
  fixed: z.string(),
  isDate: z.boolean(),
  monotonic: z.number(),
});
const hourMs = 3_600_000;

/** How many hours every way to read its wall clock is off, and the rest of what it tells. */
async function look({ url }: ServiceProcess): Promise<{ hours: readonly number[]; rest: object }> {
  const { wall, ...rest } = told.parse(await (await fetch(url)).json());
  return { hours: wall.map((time) => Math.round((time - Date.now()) / hourMs) + 0), rest };
}

describe('the wall clock of a replica', () => {
  let folder: string;
  let file: string;
  const started: ServiceProcess[] = [];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'authz-drill-clock-'));
    file = join(folder, 'r0.clock');
  });
  afterEach(async () => {
    await Promise.all(started.splice(0).map((service) => service.stop()));
    await rm(folder, { recursive: true });
  });

  async function start(): Promise<ServiceProcess> {
    const service = await startServiceProcess({
      name: 'clock-teller',
      entry,
      mark: `clock-test-${process.pid}`,
      signal: new AbortController().signal,
      ...clockOf(file),
    });
    started.push(service);
    return service;
  }

  it('is moved forward and back again, however it is read; nothing else moves', async () => {
    const service = await start();
    const before = await look(service);
    expect(before.hours).toEqual([0, 0, 0]);
    await moveClock(service, file, 2 * hourMs);
    const moved = await look(service);
    expect(moved.hours).toEqual([2, 2, 2]);
    expect(moved.rest).toMatchObject({ fixed: '1970-01-01T00:00:00.000Z', isDate: true });
    expect(told.shape.monotonic.parse(Object(moved.rest).monotonic)).toBeLessThan(hourMs);
    await moveClock(service, file, -3 * hourMs);
    expect((await look(service)).hours).toEqual([-3, -3, -3]);
    await moveClock(service, file, 0);
    expect((await look(service)).hours).toEqual([0, 0, 0]);
    expect(existsSync(file) || existsSync(`${file}.ack`)).toBe(false);
  });

  it('stays moved over a restart', async () => {
    const first = await start();
    await moveClock(first, file, hourMs);
    await first.kill();
    expect((await look(await start())).hours).toEqual([1, 1, 1]);
  });

  it('is not said to be moved by a process that is gone', async () => {
    const service = await start();
    await service.kill();
    await expect(moveClock(service, file, hourMs)).rejects.toThrow('does not run');
  });
});
