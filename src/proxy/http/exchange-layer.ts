import { changeBody, changeHead, requestFraming, responseFraming } from './answer.ts';
import { ClientQueue, type ClientOutput, type ClientStep } from './client-queue.ts';
import { beginExchange, type CausedEffect, type Exchange } from './exchange.ts';
import {
  mayBeRequest,
  mayBeResponse,
  parseRequestHead,
  parseResponseHead,
  startsWithRequest,
} from './head.ts';
import type { RequestHead, ResponseHead } from './head.ts';
import { MessageReader, type Segment } from './message-reader.ts';

/** What the layer needs of its connection. */
export interface ExchangeContext<Cause> {
  /** What the toxics make of a request, in the order of their chain. Called once for each request. */
  effectsOn(request: RequestHead): readonly CausedEffect<Cause>[];
  toServer(data: Buffer): void;
  endToServer(): void;
  readonly client: ClientOutput;
  /** Whether a client that sends on without waiting for answers has to wait now. */
  crowded(tooMany: boolean): void;
}

/** As many answers may wait for their turn before the client is made to wait. */
const crowd = 256;

/**
 * Sits between a connection's toxics and its upstream and follows the requests and responses, so that each
 * answer meets its request whatever is pipelined. What is no HTTP/1 passes through untouched.
 */
export class ExchangeLayer<Cause> {
  readonly #context: ExchangeContext<Cause>;
  readonly #queue: ClientQueue<Cause>;
  readonly #requests = new MessageReader({ mayBegin: mayBeRequest, parse: parseRequestHead }, requestFraming);
  readonly #responses = new MessageReader({ mayBegin: mayBeResponse, parse: parseResponseHead }, (head) =>
    responseFraming(this.#exchanges[0]?.request, head),
  );
  /** In the order of the requests; the next response of the upstream belongs to the first. */
  #exchanges: Exchange<Cause>[] = [];
  /** The exchange whose request is coming in. */
  #incoming: Exchange<Cause> | undefined;
  /** Head of the response that is coming in. */
  #response: ResponseHead | undefined;
  /** Bytes of its body that have come in. */
  #payloadBytes = 0;
  #synchronised: boolean;
  /** Whether the server spoke last, so that the client's next bytes may begin a request. */
  #quiet: boolean;
  #crowded = false;
  /** The last step towards the client is ordered: what comes now is of no interest. */
  #finished = false;

  /** @param begun whether bytes passed before the layer was put in, and whose the last ones were */
  constructor(context: ExchangeContext<Cause>, begun: 'fresh' | 'server-spoke' | 'client-spoke') {
    this.#context = context;
    this.#queue = new ClientQueue(context.client, () => this.#setCrowded(false));
    this.#synchronised = begun === 'fresh';
    this.#quiet = begun !== 'client-spoke';
  }

  fromClient(data: Buffer): void {
    if (this.#finished) return;
    // In mid-connection only a quiet moment shows where a message begins.
    if (!this.#synchronised && this.#quiet && startsWithRequest(data)) this.#synchronised = true;
    this.#quiet = false;
    if (!this.#synchronised) {
      this.#context.toServer(data);
      return;
    }
    const passed: Buffer[] = [];
    for (const segment of this.#requests.read(data)) {
      if (segment.kind === 'head') this.#begin(segment.head);
      if (segment.kind !== 'end' && this.#incoming?.instead === undefined) passed.push(segment.raw);
      if (segment.kind === 'end') this.#received();
    }
    if (passed.length > 0) this.#context.toServer(joined(passed));
    this.#settle();
    if (this.#queue.length > crowd) this.#setCrowded(true);
  }

  clientEnded(): void {
    if (this.#queue.hanging) this.#context.client.close();
    else this.#context.endToServer();
  }

  fromServer(data: Buffer): void {
    if (this.#finished) return;
    this.#quiet = true;
    if (this.#synchronised) this.#respond(this.#responses.read(data));
    else this.#queue.push({ kind: 'bytes', data });
  }

  serverEnded(): void {
    if (this.#finished) return;
    if (this.#synchronised) this.#respond(this.#responses.end());
    // Whoever still waits for the upstream waits in vain.
    if (!this.#finished) this.#finish([{ kind: 'end' }]);
  }

  /** The toxic is gone: what it holds back is let go. */
  release(cause: Cause): void {
    this.#queue.release(cause);
  }

  /** The sockets are gone. */
  dispose(): void {
    this.#finished = true;
    this.#queue.dispose();
  }

  #begin(request: RequestHead): void {
    this.#incoming = beginExchange(request, this.#context.effectsOn(request));
    this.#exchanges.push(this.#incoming);
  }

  #received(): void {
    if (this.#incoming !== undefined) this.#incoming.received = true;
    this.#incoming = undefined;
  }

  /** Does what takes the place of answers, as far as it is their turn. */
  #settle(): void {
    for (;;) {
      const next = this.#exchanges[0];
      if (next?.instead === undefined || !next.received || this.#finished) return;
      this.#exchanges.shift();
      const steps = [...next.delays, ...next.instead];
      if (steps.at(-1)?.kind === 'bytes') this.#queue.push(...steps);
      else this.#finish(steps);
    }
  }

  #respond(segments: Iterable<Segment<ResponseHead>>): void {
    for (const segment of segments) {
      if (this.#finished) return;
      this.#pass(segment);
    }
  }

  #pass(segment: Segment<ResponseHead>): void {
    const exchange = this.#exchanges[0];
    switch (segment.kind) {
      case 'head':
        this.#beginResponse(segment.head, segment.raw, exchange);
        break;
      case 'payload':
        this.#passPayload(segment.raw, exchange);
        break;
      case 'framing':
        if (exchange?.body.kind !== 'replace') this.#queue.push({ kind: 'bytes', data: segment.raw });
        break;
      case 'end':
        this.#endResponse();
        break;
      case 'opaque':
        this.#queue.push({ kind: 'bytes', data: segment.raw });
        break;
    }
  }

  #beginResponse(head: ResponseHead, raw: Buffer, exchange: Exchange<Cause> | undefined): void {
    this.#response = head;
    this.#payloadBytes = 0;
    const framing = responseFraming(exchange?.request, head).kind;
    if (framing === 'opaque') this.#requests.becomeOpaque();
    if (exchange === undefined || head.status < 200) {
      this.#queue.push({ kind: 'bytes', data: raw });
      return;
    }
    this.#queue.push(
      ...exchange.delays,
      ...changeHead(raw, exchange, framing !== 'none').map((data) => bytes<Cause>(data)),
    );
  }

  #passPayload(raw: Buffer, exchange: Exchange<Cause> | undefined): void {
    const { data, cut } = changeBody(raw, this.#payloadBytes, exchange?.body ?? { kind: 'keep' });
    this.#payloadBytes += raw.length;
    if (data.length > 0) this.#queue.push(bytes(data));
    if (cut) this.#finish([{ kind: 'close' }]);
  }

  #endResponse(): void {
    // An answer such as 100 Continue is followed by the real one.
    if (this.#response !== undefined && this.#response.status < 200) return;
    this.#exchanges.shift();
    this.#settle();
  }

  #finish(steps: readonly ClientStep<Cause>[]): void {
    this.#finished = true;
    this.#queue.push(...steps);
  }

  #setCrowded(crowded: boolean): void {
    if (this.#crowded === crowded) return;
    this.#crowded = crowded;
    this.#context.crowded(crowded);
  }
}

function bytes<Cause>(data: Buffer): ClientStep<Cause> {
  return { kind: 'bytes', data };
}

function joined(parts: readonly Buffer[]): Buffer {
  const [only] = parts;
  return only !== undefined && parts.length === 1 ? only : Buffer.concat(parts);
}
