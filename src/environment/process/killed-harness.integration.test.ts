import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { markedProcesses } from './marked-processes.ts';
import { sweepDeadRuns } from './sweep.ts';

const harness = fileURLToPath(new URL('testing/harness.ts', import.meta.url));
const runId = `killed-test-${process.pid}`;
/** Of the application, and of the services that it stands among. */
const marks = [`${runId}/killed`, `${runId}/services-1`];

async function left(): Promise<number> {
  const found = await Promise.all(marks.map(markedProcesses));
  return found.reduce((sum, pids) => sum + (pids?.length ?? 0), 0);
}

// The proof is by the processes' own environment variables, which only Linux shows.
it.skipIf(process.platform !== 'linux').each([
  { what: 'none of them stands still', paused: [] },
  { what: 'some stand still', paused: ['r0', 'policy-service'] },
])('leaves no process behind when it is killed in the middle, where $what', async ({ paused }) => {
  const killed = spawn(process.execPath, [harness, runId, 'killed', ...paused], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(killed.stdout, 'data');
  expect(await left()).toBe(6);
  killed.kill('SIGKILL');
  await once(killed, 'exit');
  // Ended by the test's own time-out if they never go.
  while ((await left()) > 0) await delay(20);
  // Only the record is left, for the next run to take away; there is nobody to end.
  expect((await sweepDeadRuns()).filter(({ mark }) => marks.includes(mark))).toEqual([]);
});
