import type { ProcessExit, RunningProcess } from '../environment.ts';
import { clockOf } from './replica-clock.ts';
import type { RunRegistration } from './run-registry.ts';
import { startServiceProcess } from './service-process.ts';
import type { ServiceProcess, ServiceStart } from './service-process.ts';
import { startAtPort } from './start-at-port.ts';

/** How one more member is started. */
export interface CrewOrder extends Omit<ServiceStart, 'mark' | 'signal' | 'onSpawn' | 'runtimeArgs'> {
  /** The variable that says on which port it listens; without it the member cannot be started again. */
  readonly portVariable?: string;
  /** Its wall clock can be moved away from ours. */
  readonly ownClock?: boolean;
}

/** Processes that are ended together. */
export interface Crew {
  /**
   * Starts one more, or anew. It is a member once it is ready; one that does not get there is ended by then.
   * @param signal aborting it ends this start
   */
  start(order: CrewOrder, signal: AbortSignal): Promise<ServiceProcess>;
  /**
   * Starts a member that has ended once more, as it was started first and at the port it had. It takes the other's place.
   * @throws Error where it cannot be started again; EnvironmentError where it does not start
   */
  startAgain(name: string): Promise<ServiceProcess>;
  /** Everyone that was ready, in that order. */
  members(): readonly ServiceProcess[];
  /** File by which a member's wall clock is moved; undefined where it cannot be. */
  clockFile(name: string): string | undefined;
  /** Resolves with the first member that ended although nobody asked it to. */
  readonly unexpectedExit: Promise<ProcessExit>;
  /** Starts nobody again any more; resolves when no start is under way. */
  settled(): Promise<void>;
}

/** Longest that starting a member again may take: many times what it takes on an idle machine. */
const startAgainWithinMs = 30_000;

/** Makes an empty crew. */
export function gatherCrew(mark: string, registration: RunRegistration): Crew {
  const members: ServiceProcess[] = [];
  const orders = new Map<string, CrewOrder>();
  const starts: Promise<unknown>[] = [];
  const closing = new AbortController();
  const { promise: unexpectedExit, resolve } = Promise.withResolvers<ProcessExit>();

  async function begin(order: CrewOrder, giveUp: AbortSignal): Promise<ServiceProcess> {
    let recorded = Promise.resolve();
    const onSpawn = (child: RunningProcess): void => {
      recorded = registration.add(child);
      // Looked at below, unless the start itself fails first.
      recorded.catch(() => undefined);
    };
    const { env = {}, ownClock = false, portVariable: _, ...rest } = order;
    const clock = ownClock ? clockOf(clockFileOf(order.name)) : undefined;
    const member = await startServiceProcess({
      ...rest,
      env: { ...env, ...clock?.env },
      runtimeArgs: clock?.runtimeArgs ?? [],
      mark,
      signal: giveUp,
      onSpawn,
    });
    const before = members.findIndex(({ name }) => name === member.name);
    if (before === -1) members.push(member);
    else members[before] = member;
    void member.exited.then((exit) => (member.stopping() ? undefined : resolve(exit)));
    await recorded;
    return member;
  }

  function clockFileOf(name: string): string {
    return registration.fileBeside(`${name}.clock`);
  }

  function follow<T>(start: Promise<T>): Promise<T> {
    starts.push(start);
    return start;
  }

  return {
    start: (order, signal) => {
      orders.set(order.name, order);
      return follow(begin(order, signal));
    },
    startAgain: async (name) => {
      const order = orders.get(name);
      const before = members.find((member) => member.name === name);
      if (before === undefined || order?.portVariable === undefined)
        throw new Error(`${name} is not a process that can be started again`);
      if (!before.ended()) throw new Error(`${name} still runs`);
      const { port } = new URL(before.url);
      const again = { ...order, env: { ...order.env, [order.portVariable]: port } };
      const giveUp = AbortSignal.any([closing.signal, AbortSignal.timeout(startAgainWithinMs)]);
      return follow(startAtPort(() => begin(again, giveUp), giveUp));
    },
    members: () => members,
    clockFile: (name) => (orders.get(name)?.ownClock === true ? clockFileOf(name) : undefined),
    unexpectedExit,
    settled: async () => {
      closing.abort();
      await Promise.allSettled(starts);
    },
  };
}
