import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AlarmWatch } from './alarm-command.ts';
import { watchAlarm } from './alarm-command.ts';
import { startClock } from './clock.ts';
import { drillPlan } from './testing/drill-plan.ts';
import { fakeWorld } from './testing/fake-environment.ts';
import { defaultTiming } from './timing.ts';

let folder = '';
let clear: () => Promise<unknown>;
let watch: AlarmWatch | undefined;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'authz-drill-alarm-'));
  watch = undefined;
});
afterEach(async () => {
  await watch?.stop();
  await clear();
  await rm(folder, { recursive: true });
});

async function start(command: readonly string[], alarmWithinMs = 5_000): Promise<AlarmWatch> {
  const environment = await fakeWorld().startEnvironment(drillPlan(folder, []));
  clear = () => environment.stop();
  const stage = { clock: startClock(), timing: { ...defaultTiming, alarmWithinMs }, environment };
  return watchAlarm(stage, { kind: 'command', command, everyMs: 1 });
}

function node(script: string): readonly string[] {
  return [process.execPath, '-e', script];
}

describe('an alarm command', () => {
  it('raises the alarm by ending with code 0, and is told where the replicas are', async () => {
    watch = await start(node('console.error("first"); console.error(process.env.AUTHZ_DRILL_REPLICAS);'));
    expect(await watch.raised).toMatch(/^r0=http:\/\/127.0.0.1:\d+ r1=http:\/\/127.0.0.1:\d+$/);
  });

  it('is run again until it does', async () => {
    const marker = JSON.stringify(join(folder, 'marker'));
    const script = `const fs = require('node:fs');
      if (fs.existsSync(${marker})) console.error('now'); else { fs.writeFileSync(${marker}, ''); process.exitCode = 4; }`;
    watch = await start(node(script));
    expect(await watch.raised).toBe('now');
    expect(watch.lastWord()).toBe('code 4');
  });

  it('that cannot be run raises none, and says why', async () => {
    watch = await start([join(folder, 'no-such-program')]);
    await expect.poll(() => watch?.lastWord()).toContain('ENOENT');
  });

  it('that takes too long is cut off, with whatever it has started', async () => {
    // A run is over once nobody holds its stderr any more: what it has started must be gone too.
    watch = await start(['/bin/sh', '-c', 'sleep 600 & wait'], 300);
    await expect.poll(() => watch?.lastWord(), { timeout: 5_000 }).toBe('cut off after 300 ms');
  });
});
