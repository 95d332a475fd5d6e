import { setTimeout as delay } from 'node:timers/promises';
import type { FaultProxyHandle } from '../environment/environment.ts';
import type { FaultSpec } from '../model/fault.ts';
import { affectedPaths } from './affected-paths.ts';
import type { FaultedPath } from './affected-paths.ts';
import type { Fault } from './fault.ts';
import { reasonOf } from './fault-error.ts';
import type { InjectedPart } from './part.ts';
import { injectParts } from './part.ts';
import { switchOf } from './path-switch.ts';
import type { PathSwitch } from './path-switch.ts';

type Flapping = Extract<FaultSpec, { type: 'flapping' }>;

/**
 * By turns connections are refused and all is well, down first. The proxy knows no turns, so a timer of ours takes them. Only what
 * is down is a lease: a harness that dies leaves a path that is up, or comes up by itself. The proxy's event feed tells every
 * turn, so it cannot be asked whether the fault as such is there: canaries are the only witnesses.
 */
export const flapping: Fault<Flapping> = {
  type: 'flapping',
  effect: () => ({ kind: 'maybe-out' }),
  inject: async (spec, environment, leaseMs) => {
    const paths = affectedPaths(spec, environment);
    return injectParts(
      paths.map(({ name }) => name),
      paths.map((path) => flap(environment.faultProxy, path, spec, leaseMs)),
    );
  },
  shows: (_spec, { symptom }) => symptom === 'ECONNREFUSED',
};

async function flap(
  faultProxy: FaultProxyHandle,
  path: FaultedPath,
  { downMs, upMs }: Pick<Flapping, 'downMs' | 'upMs'>,
  leaseMs: number,
): Promise<InjectedPart> {
  // A lease that outlasts the turn need not be renewed during it.
  const way = await switchOf(faultProxy, path, downMs + leaseMs);
  const stopping = new AbortController();
  await way.off();
  let failure: Error | undefined;
  const turning = takeTurns(way, downMs, upMs, stopping.signal).catch((thrown: unknown) => {
    failure = new Error(`it no longer takes turns: ${reasonOf(thrown)}`, { cause: thrown });
  });
  return {
    what: `${path.name} flapping`,
    renew: () => (failure === undefined ? Promise.resolve() : Promise.reject(failure)),
    heal: async () => {
      stopping.abort();
      // A turn under way is waited for: it might be the one that turns the path off.
      await turning;
      await way.on();
    },
  };
}

/** From a path that was just turned off on. */
async function takeTurns(way: PathSwitch, downMs: number, upMs: number, signal: AbortSignal): Promise<void> {
  while (await passes(downMs, signal)) {
    await way.on();
    if (!(await passes(upMs, signal))) return;
    await way.off();
  }
}

/** Resolves with `false` as soon as the signal is aborted. */
function passes(ms: number, signal: AbortSignal): Promise<boolean> {
  return delay(ms, true, { signal }).catch(() => false);
}
