import type { CleanupStep, Environment } from '../environment.ts';
import { embedded } from '../fault-proxy/embedded.ts';
import { standUpAmong } from './drill-environment.ts';
import type { EnvironmentOptions, PoolOptions } from './options.ts';
import { referencePolicyService } from './policy-service-program.ts';
import { environmentMark } from './run-mark.ts';
import { gatherServices } from './service-set.ts';
import type { ServiceProcess } from './service-process.ts';
import type { ServiceSet } from './service-set.ts';

/**
 * Environments of one run. The stand-in services and the fault proxy of a drill that is over serve a later one, as
 * far as they prove to be as they were started; the application is always started anew.
 */
export interface ProcessPool {
  /**
   * Stands an environment up. It belongs to one drill alone until it is stopped.
   * @throws EnvironmentError, with everything that had been started for it stopped again
   */
  start(options: EnvironmentOptions): Promise<Environment>;
  /** Stops every environment that still stands and ends all services. Never rejects, safe to call twice. */
  close(): Promise<readonly CleanupStep[]>;
}

/** Opens a pool in which nothing stands yet. */
export function openPool(pool: PoolOptions): ProcessPool {
  const { faultProxy: provider = embedded, policyService = referencePolicyService() } = pool;
  const sets: ServiceSet[] = [];
  const idle: ServiceSet[] = [];
  const standing = new Set<Environment>();
  let gathered = 0;
  let closed: Promise<readonly CleanupStep[]> | undefined;

  async function start(options: EnvironmentOptions): Promise<Environment> {
    await provider.prepare?.(options.signal);
    const set =
      idle.shift() ??
      (await gatherServices(environmentMark(pool.runId, `services-${++gathered}`), provider, policyService));
    const environment = await standUpAmong(set, { ...pool, ...options }, (steps) => {
      standing.delete(environment);
      // One that a drill could not be cleared out of, or that has lost a process, is not trusted with another.
      if (steps.every(({ ok }) => ok) && set.crew.members().every(isAlive)) idle.push(set);
      else void set.close();
    });
    if (!sets.includes(set)) sets.push(set);
    standing.add(environment);
    return environment;
  }

  async function close(): Promise<readonly CleanupStep[]> {
    const stopped = await Promise.all([...standing].map((environment) => environment.stop()));
    const ended = await Promise.all(sets.map((set) => set.close()));
    return [...stopped, ...ended].flat();
  }

  return { start, close: () => (closed ??= close()) };
}

/** Whether it has not ended, or was ended by us. */
function isAlive(member: ServiceProcess): boolean {
  return !member.ended() || member.stopping();
}
