import type { ProcessExit, RunningProcess } from '../environment.ts';
import type { RunRegistration } from './run-registry.ts';
import { startServiceProcess } from './service-process.ts';
import type { ServiceProcess, ServiceStart } from './service-process.ts';

/** The processes of one environment. */
export interface Crew {
  /** Starts one more. It is a member once it is ready; one that does not get there is ended by then. */
  start(order: Omit<ServiceStart, 'mark' | 'signal' | 'onSpawn'>): Promise<ServiceProcess>;
  /** Everyone that was ready, in that order. */
  members(): readonly ServiceProcess[];
  /** Resolves with the first member that ended although nobody asked it to. */
  readonly unexpectedExit: Promise<ProcessExit>;
  /** Resolves when no start is under way any more. */
  settled(): Promise<void>;
}

/**
 * Makes an empty crew.
 * @param signal aborting it ends every start under way
 */
export function gatherCrew(mark: string, registration: RunRegistration, signal: AbortSignal): Crew {
  const members: ServiceProcess[] = [];
  const starts: Promise<unknown>[] = [];
  const { promise: unexpectedExit, resolve } = Promise.withResolvers<ProcessExit>();

  async function begin(order: Parameters<Crew['start']>[0]): Promise<ServiceProcess> {
    let recorded = Promise.resolve();
    const onSpawn = (child: RunningProcess): void => {
      recorded = registration.add(child);
      // Looked at below, unless the start itself fails first.
      recorded.catch(() => undefined);
    };
    const member = await startServiceProcess({ ...order, mark, signal, onSpawn });
    members.push(member);
    void member.exited.then((exit) => (member.stopping() ? undefined : resolve(exit)));
    await recorded;
    return member;
  }

  return {
    start: (order) => {
      const started = begin(order);
      starts.push(started);
      return started;
    },
    members: () => members,
    unexpectedExit,
    settled: async () => {
      await Promise.allSettled(starts);
    },
  };
}
