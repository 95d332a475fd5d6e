import type { Hono } from 'hono';
import type { BehaviourLease } from './behaviour.ts';
import { portVariable } from './environment.ts';
import { listen } from './listen.ts';
import { misbehave } from './misbehave.ts';
import type { Lifetime, Started } from './run-service.ts';

/** Longest that answers under way may take once a stand-in service is told to stop. */
const graceMs = 200;

/** Opens the two ports of a stand-in service: `PORT`, where it can be made to misbehave, and `CONTROL_PORT`, where it never does. */
export async function openPorts(
  data: Hono,
  control: Hono,
  lease: BehaviourLease,
  lifetime: Lifetime,
): Promise<Started> {
  const dataPort = await listen(
    misbehave((request) => data.fetch(request), lease),
    portVariable('PORT'),
  );
  lifetime.onStop(() => dataPort.close(graceMs));
  const controlPort = await listen((request) => control.fetch(request), portVariable('CONTROL_PORT'));
  lifetime.onStop(() => controlPort.close(graceMs));
  return { url: dataPort.url, controlUrl: controlPort.url };
}
