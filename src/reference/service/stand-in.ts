import type { Hono } from 'hono';
import type { BehaviourLease } from './behaviour.ts';
import { countQuestions, type Counted } from './count-questions.ts';
import { portVariable } from './environment.ts';
import { listen, type Fetch } from './listen.ts';
import { misbehave } from './misbehave.ts';
import type { Lifetime, Started } from './run-service.ts';

/** Longest that answers under way may take once a stand-in service is told to stop. */
const graceMs = 200;

/**
 * Opens the two ports of a stand-in service: `PORT`, where it can be made to misbehave, and `CONTROL_PORT`, where it never does.
 * @param counted what its control port shall tell the number of; questions are counted whatever becomes of them
 * @param hold what holds requests of the data port back before they are answered, and before they are misbehaved to
 */
export async function openPorts(
  data: Hono,
  control: Hono,
  lease: BehaviourLease,
  lifetime: Lifetime,
  counted?: Counted,
  hold: (answer: Fetch) => Fetch = (answer) => answer,
): Promise<Started> {
  const misbehaving = hold(misbehave((request) => data.fetch(request), lease));
  const dataPort = await listen(
    counted === undefined ? misbehaving : countQuestions(misbehaving, control, counted),
    portVariable('PORT'),
  );
  lifetime.onStop(() => dataPort.close(graceMs));
  const controlPort = await listen((request) => control.fetch(request), portVariable('CONTROL_PORT'));
  lifetime.onStop(() => controlPort.close(graceMs));
  return { url: dataPort.url, controlUrl: controlPort.url };
}
