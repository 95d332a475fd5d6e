import type { ObservationEvent } from '../model/event.ts';
import { roundMs } from '../model/time.ts';
import type { Target } from '../target/target.ts';
import type { Asked, Asker } from './ask.ts';
import { openAsker } from './ask.ts';
import type { Classified } from './classify.ts';
import { classifyAnswer, classifyFailure } from './classify.ts';
import type { Focus } from './focus.ts';
import { focusOn } from './focus.ts';
import { playOpenLoop } from './open-loop.ts';
import { probeRequest } from './request.ts';
import type { Rotation } from './rotation.ts';
import { rotationOf } from './rotation.ts';
import { openLoopSchedule } from './schedule.ts';
import { openTokens } from './tokens.ts';

/** Who asks for what on which resource. */
interface ProbeCell {
  readonly as: string;
  readonly do: string;
  readonly on: string;
}

export interface ProberOptions {
  readonly target: Target;
  readonly cells: readonly ProbeCell[];
  /** Fields that obligations protect, as JSON pointers: each allow says which of them it shows. */
  readonly hide: readonly string[];
  readonly replicas: readonly { readonly name: string; readonly url: string }[];
  readonly seed: number;
  readonly ratePerSecond: number;
  /** Which replicas are asked at the moment; all of them unless given. */
  readonly rotation?: Rotation;
  /** Longest to wait for an answer, in milliseconds: after that the outcome is `timeout`. */
  readonly deadlineMs: number;
  readonly now: () => number;
  /** The next observation's number, where somebody else makes observations too; counted from 0 unless given. */
  readonly nextId?: () => number;
  readonly onObservation: (observation: ObservationEvent) => void;
}

/** Which cells a change concerns, and how it shows that it has reached a replica. */
export interface FocusRequest {
  /** Indexes into the cells. */
  readonly cells: readonly number[];
  /** Most probes a second that come on top of the schedule. */
  readonly perSecond: number;
  /** Whether an answer to one of the cells is the one that the change is to bring; undefined where it does not tell. */
  readonly isNew: (observation: ObservationEvent) => boolean | undefined;
}

export interface ProbeTally {
  /** Probes that the schedule, or a focus, wanted sent while there was a replica to ask. */
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
  /** From now on asks these cells more often, on every replica, until all have changed over and stayed so; undefined ends it. */
  focus(request: FocusRequest | undefined): void;
  /** Sends nothing more; resolves once all that is under way has ended, which the deadline bounds. */
  stop(): Promise<void>;
  /** Drops what is still under way, without observations of it. Safe at any time, also instead of `stop`. */
  close(): Promise<void>;
}

interface Probe {
  readonly cell: number;
  readonly replica: string;
  readonly intended: number;
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
  let sent = 0;
  const nextId = options.nextId ?? (() => sent++);
  let achieved = 0;
  let turns = 0;
  let unasked = 0;
  let closed = false;
  let focus: Focus | undefined;
  let tellFocus: ((observation: ObservationEvent) => void) | undefined;

  async function probe(id: number, { cell: index, replica, intended }: Probe): Promise<void> {
    const cell = cells[index];
    const request = requests[index];
    const asker = askers.get(replica);
    if (cell === undefined || request === undefined || asker === undefined)
      throw new RangeError(`Probe ${id} is for a cell or a replica that does not exist.`);
    const asked = await asker.ask(request, await tokens.bearer(cell.as));
    if (closed) return;
    achieved++;
    const observation: ObservationEvent = {
      type: 'observation',
      id,
      cell: index,
      replica,
      intended,
      sent: asked.sent,
      received: asked.received,
      ...classified(asked, target, options.hide),
    };
    tellFocus?.(observation);
    options.onObservation(observation);
  }

  /** Its number says its place among all that were sent, in order of intended time. */
  function send(one: Probe, onEnd: () => void = () => {}): void {
    const probing = probe(nextId(), one).finally(onEnd);
    underWay.add(probing);
    // A rejection is a defect of the harness; it is kept for `stop` to report.
    probing.then(
      () => underWay.delete(probing),
      () => {},
    );
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
    isIn: (replica) => rotation.isIn(replica),
    onDue: ({ id, cell, replica: meant, atMs }) => {
      const replica = rotation.turnOf(meant, id);
      if (replica === undefined) unasked++;
      else send({ cell, replica, intended: roundMs(startAt + atMs) });
    },
    onTurn: (turn) => {
      const { cell, replica, atMs } = turn;
      const asking = focus;
      turns++;
      send({ cell, replica, intended: roundMs(atMs) }, () => {
        if (asking?.ended(turn) === true) loop.lookAgain();
      });
    },
  });

  return {
    tally: () => ({ requested: loop.due() - unasked + turns, achieved, unasked }),
    changeRate: (ratePerSecond) => loop.changeRate(ratePerSecond),
    focus: (request) => {
      focus = undefined;
      tellFocus = undefined;
      if (request !== undefined && request.cells.length > 0 && request.perSecond > 0) {
        const { perSecond, isNew } = request;
        const series = request.cells.flatMap((cell) =>
          replicas.map(({ name: replica }) => ({ cell, replica })),
        );
        const asking = focusOn({ series, perSecond, fromMs: now() });
        focus = asking;
        tellFocus = (observation) => {
          if (asking.note({ ...observation, isNew: isNew(observation) })) loop.lookAgain();
        };
      }
      loop.focus(focus);
    },
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

function classified(asked: Asked, target: Target, hide: readonly string[]): Classified {
  if (asked.kind === 'answer') return classifyAnswer(asked.answer, target.answer, hide);
  return asked.kind === 'timeout' ? { outcome: 'timeout' } : classifyFailure(asked.error);
}
