import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { Rotation } from '../rotation.ts';
import { openLoopSchedule } from '../schedule.ts';
import type { Turn } from './script-input.ts';

/** A turn that was given away. */
export interface GivenTurn extends Turn {
  /** Just before it was given: the request of it was sent after that. */
  readonly givenAt: number;
}

/**
 * Tells k6 whom to ask for what, one turn for each of its iterations. So the harness knows of every request before it is made,
 * nobody is asked who is set aside, and the rounds over cells and replicas are whole whatever k6's processes do.
 */
export interface Turns {
  readonly url: string;
  /** Resolves when the first turn is asked for: k6 has begun. */
  readonly begun: Promise<void>;
  /** From now on turns are given, and belong to this window; undefined gives no more. */
  enter(window: string | undefined): void;
  /** The turn of that number, which is then no longer open; undefined where none was given or it was told of already. */
  take(id: number): GivenTurn | undefined;
  /** The turns of which nothing has been told yet. */
  open(): readonly GivenTurn[];
  given(): number;
  close(): Promise<void>;
}

export interface TurnsOptions {
  readonly cells: number;
  readonly replicas: readonly string[];
  readonly rotation: Rotation;
  readonly seed: number;
  readonly now: () => number;
  /** The next observation's number. */
  readonly nextId: () => number;
}

/** Gives turns away on an address of its own, on loopback. */
export async function openTurns(options: TurnsOptions): Promise<Turns> {
  const { rotation, now, nextId } = options;
  // The rate is k6's affair; of the schedule only the order is taken.
  const schedule = openLoopSchedule({ ...options, ratePerSecond: 1 });
  const begun = Promise.withResolvers<void>();
  const open = new Map<number, GivenTurn>();
  let window: string | undefined;
  let arrivals = 0;
  let given = 0;

  function give(): Turn | undefined {
    if (window === undefined) return undefined;
    const { id: number, cell, replica: meant } = schedule.arrival(arrivals++);
    const replica = rotation.turnOf(meant, number);
    if (replica === undefined) return undefined;
    const turn = { id: nextId(), cell, replica, window };
    open.set(turn.id, { ...turn, givenAt: now() });
    given++;
    return turn;
  }

  // Nobody else on the machine is to take a turn by accident.
  const path = `/${randomUUID()}`;
  const server = createServer((request, response) => {
    begun.resolve();
    const turn = request.url === path ? give() : undefined;
    if (turn === undefined) response.writeHead(204).end();
    else response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(turn));
  });
  const port = await listen(server);

  return {
    url: `http://127.0.0.1:${port}${path}`,
    begun: begun.promise,
    enter: (next) => {
      window = next;
    },
    take: (id) => {
      const turn = open.get(id);
      open.delete(id);
      return turn;
    },
    open: () => [...open.values()],
    given: () => given,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function listen(server: ReturnType<typeof createServer>): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : 0);
    });
  });
}
