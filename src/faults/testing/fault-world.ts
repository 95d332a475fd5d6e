import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import type { Environment } from '../../environment/environment.ts';
import type { FaultProxyProvider } from '../../environment/fault-proxy/provider.ts';
import { startProcessEnvironment } from '../../environment/process/process-environment.ts';
import type { CanaryEvent } from '../../model/event.ts';
import { dependencies } from '../../model/fault.ts';
import type { FaultSpec } from '../../model/fault.ts';
import { affectedPaths } from '../affected-paths.ts';
import type { FaultedPath } from '../affected-paths.ts';
import { sendCanary } from '../canary.ts';
import type { CanaryQuestion } from '../canary-question.ts';
import { showsHealed } from '../healed.ts';
import { faultFor } from '../registry.ts';

/** A sound path that a busy machine holds up longer is simply asked again; a black hole is waited for. */
const canaryTimeoutMs = 500;
/** No test waits for it to run out, unless it says so. */
export const longLeaseMs = 60_000;

export const isSound = ({ symptom }: CanaryEvent): boolean => symptom === 'ok';

/** The real parts of a drill, and canaries to them. */
export interface FaultWorld {
  readonly environment: Environment;
  /** A path by its name; `r0` is straight to that replica. */
  path(name: string): FaultedPath;
  canary(name: string, question?: CanaryQuestion, timeoutMs?: number): Promise<CanaryEvent>;
  /** Sends canaries until one shows what is asked for; the test's own time-out ends it where none does. */
  canaryUntil(
    name: string,
    shows: (canary: CanaryEvent) => boolean,
    question?: CanaryQuestion,
    timeoutMs?: number,
  ): Promise<CanaryEvent>;
  /** Puts a fault on, sees canaries meet it on every path and nothing be taken for its end; heals it, and sees them come through. */
  proveOnAndOff(spec: FaultSpec): Promise<void>;
}

/** @param faultProxy ours unless given */
export async function startFaultWorld(name: string, faultProxy?: FaultProxyProvider): Promise<FaultWorld> {
  const environment = await startProcessEnvironment({
    runId: `${name}-test-${process.pid}`,
    scenarioId: name,
    replicas: ['r0', 'r1'],
    contractFile: fileURLToPath(new URL('../../../fixtures/ledger/contract.yaml', import.meta.url)),
    ...(faultProxy === undefined ? {} : { faultProxy }),
    proxyPort: 0,
    seed: 1,
    defect: null,
    signal: new AbortController().signal,
  });

  function path(wanted: string): FaultedPath {
    const all = [...affectedPaths({ type: 'killed', on: 'app' }, environment), ...environment.paths];
    const found = all.find((one) => one.name === wanted);
    if (found === undefined) throw new Error(`no path ${wanted}`);
    return found;
  }

  function canary(
    wanted: string,
    question?: CanaryQuestion,
    timeoutMs = canaryTimeoutMs,
  ): Promise<CanaryEvent> {
    const way = path(wanted);
    const direct = dependencies.find((one) => one === way.dependency);
    return sendCanary(
      way,
      timeoutMs,
      () => performance.now(),
      direct && environment.services[direct],
      question,
    );
  }

  const canaryUntil: FaultWorld['canaryUntil'] = async (wanted, shows, question, timeoutMs) => {
    for (;;) {
      const met = await canary(wanted, question, timeoutMs);
      if (shows(met)) return met;
      await delay(20);
    }
  };

  async function proveOnAndOff(spec: FaultSpec): Promise<void> {
    const fault = faultFor(spec);
    const injected = await fault.inject(spec, environment, longLeaseMs);
    expect(injected.paths).toEqual(affectedPaths(spec, environment).map(({ name: one }) => one));
    const timeoutMs = Math.max(canaryTimeoutMs, fault.showsWithinMs?.(spec) ?? 0);
    const onAll = (shows: (met: CanaryEvent) => boolean): Promise<CanaryEvent[]> =>
      Promise.all(injected.paths.map((one) => canaryUntil(one, shows, injected.question, timeoutMs)));
    await onAll((met) => fault.shows(spec, met));
    await injected.renew();
    const shown = await onAll((met) => fault.shows(spec, met));
    expect(shown.filter((met) => showsHealed(spec, met))).toEqual([]);
    await injected.heal();
    await injected.heal();
    await onAll((met) => showsHealed(spec, met));
    // Nor does the usual question find anything wrong any more.
    await Promise.all(injected.paths.map((one) => canaryUntil(one, isSound)));
  }

  return { environment, path, canary, canaryUntil, proveOnAndOff };
}
