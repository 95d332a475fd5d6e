import { connect } from 'node:net';
import type { Dependency } from '../model/fault.ts';
import { canaryMark } from './canary-exchange.ts';
import type { CanaryRequest, Exchange } from './canary-exchange.ts';
import { questionBy, usualRequest } from './canary-question.ts';
import type { CanaryQuestion } from './canary-question.ts';

/** How an answer has come in so far. */
export interface Arrival {
  /** How often something arrived. */
  readonly pieces: number;
  readonly bytes: number;
  /** From the first piece to the last, in milliseconds. */
  readonly overMs: number;
}

/**
 * A canary that watches how its answer comes in, piece by piece, which no HTTP client tells. As soon as it has come `asSlowly` as the
 * fault makes it, that is what the canary met; an answer that arrives whole before is asked for again in the usual way.
 */
export function questionOfPieces(
  dependency: Dependency,
  asSlowly: (arrival: Arrival) => boolean,
): CanaryQuestion {
  const usual = questionBy(dependency);
  return {
    ask: async (origin, giveUp) =>
      (await watchArrival(origin, usualRequest(dependency), asSlowly, giveUp)) ?? usual.ask(origin, giveUp),
    read: usual.read,
  };
}

/** Undefined where the answer, or the connection, came to an end first. */
function watchArrival(
  origin: string,
  request: CanaryRequest,
  asSlowly: (arrival: Arrival) => boolean,
  giveUp: AbortSignal,
): Promise<Exchange | undefined> {
  const { promise, resolve } = Promise.withResolvers<Exchange | undefined>();
  const { hostname, port, host } = new URL(origin);
  const socket = connect(Number(port), hostname);
  let pieces = 0;
  let bytes = 0;
  let firstAt = 0;
  const stop = (): void => resolve({ kind: 'timeout', begun: pieces > 0 });
  giveUp.addEventListener('abort', stop, { once: true });
  if (giveUp.aborted) stop();
  socket.on('data', (data) => {
    const now = performance.now();
    if (pieces === 0) firstAt = now;
    pieces += 1;
    bytes += data.length;
    if (asSlowly({ pieces, bytes, overMs: now - firstAt })) resolve({ kind: 'pieces' });
  });
  // How it ended is for the usual question to say.
  socket.on('error', () => resolve(undefined)).on('close', () => resolve(undefined));
  socket.write(written(request, host));
  return promise.finally(() => {
    giveUp.removeEventListener('abort', stop);
    socket.destroy();
  });
}

/** The request as it goes over the wire. */
function written({ method, path, headers = {}, body = '' }: CanaryRequest, host: string): string {
  const all = {
    host,
    connection: 'close',
    'content-length': Buffer.byteLength(body),
    ...canaryMark,
    ...headers,
  };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}`);
  return [`${method} ${path} HTTP/1.1`, ...lines, '', body].join('\r\n');
}
