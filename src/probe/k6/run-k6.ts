import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { LoadThreshold, ObservationEvent } from '../../model/event.ts';
import type { Target } from '../../target/target.ts';
import { probeRequest } from '../request.ts';
import type { Rotation } from '../rotation.ts';
import { openTokens } from '../tokens.ts';
import { observationOf } from './observe.ts';
import { gracefulStopMs, k6Options } from './options.ts';
import { readPoint, tailLines } from './points.ts';
import type { Point } from './points.ts';
import { startProcess } from './process.ts';
import type { K6End } from './process.ts';
import { answerMetric } from './script-input.ts';
import type { ScriptInput } from './script-input.ts';
import { readThresholds } from './thresholds.ts';
import type { WantedThreshold } from './thresholds.ts';
import type { GivenTurn } from './turns.ts';
import { openTurns } from './turns.ts';
import { compareClocks } from './wall-clock.ts';

export interface K6Options {
  /** Path or name of the program. */
  readonly program: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly target: Target;
  readonly cells: readonly { readonly as: string; readonly do: string; readonly on: string }[];
  /** Fields that obligations protect, as JSON pointers. */
  readonly hide: readonly string[];
  readonly replicas: readonly { readonly name: string; readonly url: string }[];
  readonly rotation: Rotation;
  readonly seed: number;
  readonly ratePerSecond: number;
  readonly thresholds: readonly WantedThreshold[];
  /** How long arrivals come at the most, in milliseconds. */
  readonly forMs: number;
  readonly deadlineMs: number;
  readonly now: () => number;
  /** Numbers of observations, shared with whoever else makes any. */
  readonly nextId: () => number;
  readonly onObservation: (observation: ObservationEvent) => void;
  /** Aborting it ends a start under way. */
  readonly signal?: AbortSignal;
  /** Longest that k6 may take from its start to its first arrival, in milliseconds. */
  readonly beginsWithinMs?: number;
}

export interface K6Run {
  /** From now on k6 asks, and what it asks belongs to this phase. */
  enter(phase: string): void;
  /** Resolves once k6 has ended, by itself or not, and all that it reported was handed on. Never rejects. */
  readonly ended: Promise<K6Ending>;
  /** Has nothing more asked, and waits for k6 to end by itself, for as long as that may take; then it is ended. */
  stop(): Promise<K6Ending>;
  /** Ends it at once, and takes away what it was given. Safe at any time. */
  close(): Promise<void>;
}

export interface K6Ending extends K6End {
  /** Requests that were given to k6 to make, and those of which it told the end. */
  readonly asked: number;
  readonly answered: number;
  /** Arrivals for which it had no virtual user free. */
  readonly dropped: number;
  readonly thresholds: readonly LoadThreshold[];
  /** Requests of which k6 never told the end. */
  readonly lost: readonly GivenTurn[];
  /** It was ended by us before its time. */
  readonly closed: boolean;
  /** What of its output could not be read, in a sentence; undefined where all could. */
  readonly unreadable: string | undefined;
}

const readEveryMs = 100;
/** After SIGINT k6 writes out what it has and runs the end of its script. */
const endsWithinMs = 5_000;
const defaultBeginsWithinMs = 30_000;

/**
 * Starts k6 with our script and resolves once it is ready to ask (or has ended already, which `ended` tells). Nothing is asked before the
 * first `enter`. What k6 must know and nobody else may is in a folder that only this user can read. If the harness dies, k6
 * gets no turns any more: it asks nothing, and ends when its time is over.
 * @throws where a token cannot be minted or the target does not say how to ask for an action; the signal's reason once it is aborted
 */
export async function startK6(options: K6Options): Promise<K6Run> {
  const { target, replicas, now } = options;
  const folder = await mkdtemp(join(tmpdir(), 'authz-drill-k6-'));
  const files = {
    script: scriptFile,
    input: join(folder, 'input.json'),
    points: join(folder, 'points.ndjson'),
  };
  const summaryFile = join(folder, 'summary.json');
  const turns = await openTurns({
    ...options,
    cells: options.cells.length,
    replicas: replicas.map(({ name }) => name),
  });
  const clearAway = async (): Promise<void> => {
    await turns.close();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const input = await scriptInput(options, turns.url, summaryFile);
    await writeFile(files.input, JSON.stringify(input), { mode: 0o600, flag: 'wx' });
  } catch (error) {
    await clearAway();
    throw error;
  }

  const wall = compareClocks(now);
  let closed = false;
  let answered = 0;
  let dropped = 0;
  let unreadable: string | undefined;

  function take(point: Point | undefined): void {
    if (point === undefined) return;
    if (point.kind === 'dropped') {
      dropped += point.count;
      return;
    }
    const turn = turns.take(point.turn);
    if (turn === undefined) throw new Error(`it tells of turn ${point.turn}, which is not open`);
    answered++;
    options.onObservation(observationOf(turn, point.answer, wall, now(), target, options.hide));
  }

  const tail = tailLines(files.points, (line) => {
    try {
      take(readPoint(line));
    } catch (error) {
      unreadable ??= error instanceof Error ? error.message : String(error);
    }
  });
  let reading = Promise.resolve();
  function readOn(): Promise<void> {
    // Compared before what is read, so that there is a comparison after every moment that is read of.
    reading = reading.then(() => {
      wall.compare();
      return tail.read();
    });
    return reading;
  }
  const timer = setInterval(() => void readOn().catch(() => {}), readEveryMs);

  const k6 = startProcess(options.program, files, options.env ?? process.env);

  async function finish(): Promise<K6Ending> {
    const end = await k6.ended;
    clearInterval(timer);
    try {
      await readOn();
    } catch (error) {
      unreadable ??= error instanceof Error ? error.message : String(error);
    }
    await tail.close();
    turns.enter(undefined);
    const thresholds = await thresholdsIn(summaryFile, options.thresholds).catch((error: unknown) => {
      unreadable ??= error instanceof Error ? error.message : String(error);
      return [];
    });
    await clearAway();
    return {
      ...end,
      asked: turns.given(),
      answered,
      dropped,
      thresholds,
      lost: turns.open(),
      closed,
      unreadable,
    };
  }
  const ended = finish();

  const endAtOnce = (): void => void k6.end(endsWithinMs);
  const limit = setTimeout(endAtOnce, options.beginsWithinMs ?? defaultBeginsWithinMs);
  options.signal?.addEventListener('abort', endAtOnce, { once: true });
  if (options.signal?.aborted === true) endAtOnce();
  await Promise.race([turns.begun, ended]);
  clearTimeout(limit);
  options.signal?.removeEventListener('abort', endAtOnce);
  if (options.signal?.aborted === true) {
    await k6.end(endsWithinMs);
    await ended;
    options.signal.throwIfAborted();
  }
  const endsBy = now() + options.forMs + gracefulStopMs(options) + endsWithinMs;

  return {
    enter: (phase) => turns.enter(phase),
    ended,
    stop: async () => {
      turns.enter(undefined);
      const overdue = setTimeout(() => void k6.end(endsWithinMs), Math.max(0, endsBy - now()));
      const ending = await ended;
      clearTimeout(overdue);
      return ending;
    },
    close: async () => {
      closed = true;
      turns.enter(undefined);
      await k6.end(endsWithinMs);
      await ended;
    },
  };
}

/** Beside this file, as the program itself is run: `.ts` in the source tree, `.js` once it is built. */
const scriptFile = join(import.meta.dirname, `script${extname(fileURLToPath(import.meta.url))}`);

async function scriptInput(options: K6Options, turnUrl: string, summaryFile: string): Promise<ScriptInput> {
  const { target, cells } = options;
  const tokens = await openTokens(target);
  const requests = await Promise.all(
    cells.map(async (cell) => {
      const request = probeRequest(target, cell.do, cell.on);
      const authorization = `Bearer ${await tokens.bearer(cell.as)}`;
      return { ...request, headers: { ...request.headers, authorization } };
    }),
  );
  const { allow, deny, headers } = target.answer;
  return {
    options: k6Options(options),
    answerMetric,
    turnUrl,
    requests,
    replicas: Object.fromEntries(options.replicas.map(({ name, url }) => [name, url])),
    deadlineMs: options.deadlineMs,
    headers: ['content-type', ...Object.values(headers).map((name) => name.toLowerCase())],
    expectedStatuses: [...allow, ...deny],
    summaryFile,
  };
}

async function thresholdsIn(
  file: string,
  wanted: readonly WantedThreshold[],
): Promise<readonly LoadThreshold[]> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    // One that broke has written none.
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
  return readThresholds(text, wanted);
}
