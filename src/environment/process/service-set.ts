import type { CleanupStep } from '../environment.ts';
import type { FaultProxyProvider } from '../fault-proxy/provider.ts';
import { proveGone, step, takenAway } from './cleanup.ts';
import { gatherCrew } from './crew.ts';
import type { Crew } from './crew.ts';
import { clearPaths, removePaths } from './leftover-faults.ts';
import type { PolicyServiceProgram } from './policy-service-program.ts';
import { renewServices } from './renew-services.ts';
import type { PreparedServices } from './renew-services.ts';
import { registerRun } from './run-registry.ts';
import type { ServiceSettings, StandingServices } from './standing-services.ts';

/** The stand-in services and the fault proxy, which serve one drill after the other. */
export interface ServiceSet {
  readonly crew: Crew;
  /**
   * Brings everything to the state in which it is started: what stands and proves to be in it stays, all else is
   * ended and started anew. For one drill at a time.
   * @throws EnvironmentError; the set is then of no use but to be closed
   */
  prepare(settings: ServiceSettings, signal: AbortSignal): Promise<PreparedServices>;
  /** Ends everything in reverse order and proves it gone. Never rejects, safe to call twice. */
  close(): Promise<readonly CleanupStep[]>;
}

/** Makes an empty set. @param mark what its processes carry */
export async function gatherServices(
  mark: string,
  provider: FaultProxyProvider,
  policyService: PolicyServiceProgram,
): Promise<ServiceSet> {
  const registration = await registerRun(mark);
  const crew = gatherCrew(mark, registration);
  const standing: StandingServices = {
    crew,
    provider,
    policyService,
    services: new Map(),
    proxy: undefined,
    path: undefined,
    logEnd: 0,
  };
  let closed: Promise<readonly CleanupStep[]> | undefined;

  async function close(): Promise<readonly CleanupStep[]> {
    await crew.settled();
    const members = crew.members();
    const urls = standing.path === undefined ? [] : [standing.path.proxiedUrl];
    const steps = [...(await takePathAway(standing))];
    // Those that were replaced have been ended before, and their drills have gone on without them.
    for (const member of members.toReversed()) if (!member.stopping()) steps.push(await member.stop());
    steps.push(...(await releaseProxy(standing)));
    return [...steps, ...(await proveGone({ mark, members, urls, registration }))];
  }

  return {
    crew,
    prepare: (settings, signal) => renewServices(standing, settings, signal),
    close: () => (closed ??= close()),
  };
}

async function takePathAway({ proxy, path, crew }: StandingServices): Promise<readonly CleanupStep[]> {
  if (proxy === undefined || path === undefined) return [];
  const keeper = crew.members().find(({ pid }) => pid === proxy.provided.pid);
  if (keeper?.ended() === true) return [];
  const take = async (): Promise<string | undefined> => {
    const found = await clearPaths(proxy.provided, [path]);
    await removePaths(proxy.provided, [path]);
    return takenAway(found);
  };
  return [await step(`leave no path ${path.name}`, take)];
}

/** A fault proxy that is no process of ours is left to its owner; one of ours was stopped with the others, and may leave more than a process. */
async function releaseProxy({ proxy }: StandingServices): Promise<readonly CleanupStep[]> {
  if (proxy === undefined) return [];
  const { provided } = proxy;
  if (provided.pid === null) return [await provided.stop()];
  return provided.release === undefined ? [] : [await provided.release()];
}
