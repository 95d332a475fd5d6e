import type { CleanupStep, DependencyPath, Environment, ProcessControl } from '../environment.ts';
import { inAll, proveGone, step, takenAway } from './cleanup.ts';
import { gatherCrew } from './crew.ts';
import { clearBehaviour, clearPaths, removePaths } from './leftover-faults.ts';
import { logReader } from './log-reader.ts';
import type { EnvironmentOptions, PoolOptions } from './options.ts';
import { policyOperations } from './policy-operations.ts';
import { controlProcesses } from './process-control.ts';
import { byRelease, releaseFiles } from './release-files.ts';
import type { PreparedServices } from './renew-services.ts';
import { requestCounter } from './request-counter.ts';
import { environmentMark } from './run-mark.ts';
import { registerRun } from './run-registry.ts';
import type { ServiceSet } from './service-set.ts';
import { standUpReplicas } from './stand-up.ts';
import { endedTooSoon, explainFailedStart, rootCause } from './start-failure.ts';

/** Twenty times what it takes on an idle machine of two cores. */
const defaultStartWithinMs = 30_000;

/**
 * Stands up the reference application among the services of a set, with the fault proxy between them.
 * Stopping it ends the application and takes from the services whatever the drill has put on them.
 * @param onStopped is told once how that went
 * @throws EnvironmentError, with everything that had been started stopped again, the set included
 */
export async function standUpAmong(
  set: ServiceSet,
  options: EnvironmentOptions & PoolOptions,
  onStopped: (steps: readonly CleanupStep[]) => void,
): Promise<Environment> {
  const { signal, startWithinMs = defaultStartWithinMs } = options;
  const mark = environmentMark(options.runId, options.scenarioId);
  const registration = await registerRun(mark);
  const failed = new AbortController();
  const late = AbortSignal.timeout(startWithinMs);
  const giveUp = AbortSignal.any([signal, late, failed.signal]);
  const crew = gatherCrew(mark, registration);
  const unexpectedExit = Promise.race([set.crew.unexpectedExit, crew.unexpectedExit]);
  const paths: DependencyPath[] = [];
  let services: PreparedServices | undefined;
  let control: ProcessControl | undefined;

  async function cleanUp(): Promise<readonly CleanupStep[]> {
    await crew.settled();
    // One that stands still would neither answer nor end.
    for (const { name } of services?.members ?? []) await control?.resume(name);
    const steps = services === undefined ? [] : await restore(services, paths);
    const replicas = crew.members();
    // All at once: they have nothing to do with each other.
    steps.push(...(await Promise.all(replicas.map((replica) => replica.stop()))));
    const urls = paths.map(({ proxiedUrl }) => proxiedUrl);
    return [...steps, ...(await proveGone({ mark, members: replicas, urls, registration }))];
  }
  async function giveBack(): Promise<readonly CleanupStep[]> {
    const steps = await cleanUp();
    onStopped(steps);
    return steps;
  }
  let stopped: ReturnType<Environment['stop']> | undefined;
  const stop: Environment['stop'] = () => (stopped ??= giveBack());

  async function standUp(): Promise<Environment> {
    services = await set.prepare(options, giveUp);
    const { addresses, faultProxy, path, members, logStart } = services;
    control = controlProcesses(crew, members);
    const bundleService = addresses['bundle-service'];
    const release =
      options.release === true
        ? releaseFiles(bundleService.url, options.replicas, (name) => registration.fileBeside(name))
        : undefined;
    const files = { registration, release };
    const replicas = await standUpReplicas(options, services, crew, files, paths, giveUp);
    const policies = await policyOperations(bundleService.controlUrl, giveUp);
    return {
      replicas,
      faultProxy,
      services: addresses,
      paths: [path, ...paths],
      get processes() {
        return [...members, ...crew.members()].flatMap(({ name, pid, helpers }) => [
          { name, pid },
          ...helpers,
        ]);
      },
      unexpectedExit,
      processControl: control,
      countRequests: requestCounter(addresses),
      policies: release === undefined ? policies : byRelease(policies, release),
      readLog: logReader(addresses['log-sink'].controlUrl, logStart),
      stop,
    };
  }

  const standingUp = standUp();
  try {
    return await Promise.race([standingUp, endedTooSoon(unexpectedExit)]);
  } catch (thrown) {
    const cause = await rootCause(thrown, unexpectedExit);
    failed.abort();
    // What is still being put up would escape the cleanup.
    await Promise.allSettled([standingUp]);
    const left = [...(await cleanUp()), ...(await set.close())].filter(({ ok }) => !ok);
    throw explainFailedStart(cause, { signal, late, startWithinMs, left });
  }
}

/** Takes away whatever a drill has left on the services, and its paths. */
async function restore(
  { faultProxy, path, members }: PreparedServices,
  paths: readonly DependencyPath[],
): Promise<CleanupStep[]> {
  const proxy = members.find(({ pid }) => pid === faultProxy.pid);
  const clear = async (): Promise<string | undefined> => {
    if (proxy?.ended() === true) return 'the fault proxy had ended, and every fault with it';
    const found = await clearPaths(faultProxy, [path, ...paths]);
    await removePaths(faultProxy, paths);
    return takenAway(found);
  };
  const behave = async (): Promise<string | undefined> =>
    takenAway((await inAll(members, clearBehaviour)).filter((found) => found !== undefined));
  return [
    await step('leave no fault in the proxy', clear),
    await step('leave no service misbehaving', behave),
  ];
}
