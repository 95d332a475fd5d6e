import type { ObservationEvent } from '../model/event.ts';
import { roundMs } from '../model/time.ts';
import type { Target } from '../target/target.ts';
import type { Asked, Asker } from './ask.ts';
import { openAsker } from './ask.ts';
import type { Classified } from './classify.ts';
import { classifyAnswer, classifyFailure } from './classify.ts';
import { playOpenLoop } from './open-loop.ts';
import { probeRequest } from './request.ts';
import type { Arrival } from './schedule.ts';
import type { Rotation } from './rotation.ts';
import { rotationOf } from './rotation.ts';
import { openLoopSchedule } from './schedule.ts';
import { openTokens } from './tokens.ts';

/** Who asks for what on which resource, and which fields the action's obligations hide (JSON pointers). */
interface ProbeCell {
  readonly as: string;
  readonly do: string;
  readonly on: string;
  readonly hide: readonly string[];
}

export interface ProberOptions {
  readonly target: Target;
  readonly cells: readonly ProbeCell[];
  readonly replicas: readonly { readonly name: string; readonly url: string }[];
  readonly seed: number;
  readonly ratePerSecond: number;
  /** Which replicas are asked at the moment; all of them unless given. */
  readonly rotation?: Rotation;
  /** Longest to wait for an answer, in milliseconds: after that the outcome is `timeout`. */
  readonly deadlineMs: number;
  readonly now: () => number;
  readonly onObservation: (observation: ObservationEvent) => void;
}

export interface ProbeTally {
  /** Probes that the schedule wanted sent while there was a replica to ask. */
  readonly requested: number;
  /** Those of them that were sent and seen to their end. */
  readonly achieved: number;
  /** Probes that the schedule wanted sent while every replica was set aside: nobody was asked. */
  readonly unasked: number;
}

export interface Prober {
  tally(): ProbeTally;
  /** From now on so many probes a second. */
  changeRate(ratePerSecond: number): void;
  /** Sends nothing more; resolves once all that is under way has ended, which the deadline bounds. */
  stop(): Promise<void>;
  /** Drops what is still under way, without observations of it. Safe at any time, also instead of `stop`. */
  close(): Promise<void>;
}

/**
 * Probes every cell on every replica, open-loop, from now on until it is stopped.
 * @throws where a token cannot be minted or the target does not say how to ask for an action
 */
export async function startProber(options: ProberOptions): Promise<Prober> {
  const { target, cells, replicas, now } = options;
  const tokens = await openTokens(target);
  // All are minted before the first probe, so that minting holds none of them up.
  await Promise.all(cells.map((cell) => tokens.bearer(cell.as)));
  const requests = cells.map((cell) => probeRequest(target, cell.do, cell.on));
  const askers = new Map<string, Asker>(
    replicas.map(({ name, url }) => [name, openAsker({ url, deadlineMs: options.deadlineMs, now })]),
  );

  const underWay = new Set<Promise<void>>();
  const rotation = options.rotation ?? rotationOf(replicas.map(({ name }) => name));
  let achieved = 0;
  let unasked = 0;
  let closed = false;

  async function probe(arrival: Arrival, replica: string, intended: number): Promise<void> {
    const cell = cells[arrival.cell];
    const request = requests[arrival.cell];
    const asker = askers.get(replica);
    if (cell === undefined || request === undefined || asker === undefined)
      throw new RangeError(`Arrival ${arrival.id} is for a cell or a replica that does not exist.`);
    const asked = await asker.ask(request, await tokens.bearer(cell.as));
    if (closed) return;
    achieved++;
    options.onObservation({
      type: 'observation',
      id: arrival.id,
      cell: arrival.cell,
      replica,
      intended,
      sent: asked.sent,
      received: asked.received,
      ...classified(asked, target, cell),
    });
  }

  const startAt = now();
  const loop = playOpenLoop({
    schedule: openLoopSchedule({
      seed: options.seed,
      cells: cells.length,
      replicas: replicas.map(({ name }) => name),
      ratePerSecond: options.ratePerSecond,
    }),
    now,
    startAt,
    onDue: (arrival) => {
      const replica = rotation.turnOf(arrival.replica, arrival.id);
      if (replica === undefined) {
        unasked++;
        return;
      }
      const probing = probe(arrival, replica, roundMs(startAt + arrival.atMs));
      underWay.add(probing);
      // A rejection is a defect of the harness; it is kept for `stop` to report.
      probing.then(
        () => underWay.delete(probing),
        () => {},
      );
    },
  });

  return {
    tally: () => ({ requested: loop.due() - unasked, achieved, unasked }),
    changeRate: (ratePerSecond) => loop.changeRate(ratePerSecond),
    stop: async () => {
      loop.stop();
      await Promise.all(underWay);
    },
    close: async () => {
      closed = true;
      loop.stop();
      await Promise.all([...askers.values()].map((asker) => asker.close()));
    },
  };
}

function classified(asked: Asked, target: Target, cell: ProbeCell): Classified {
  if (asked.kind === 'answer') return classifyAnswer(asked.answer, target.answer, cell.hide);
  return asked.kind === 'timeout' ? { outcome: 'timeout' } : classifyFailure(asked.error);
}
