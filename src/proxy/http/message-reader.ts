/** How the end of a message's body is found. */
export type Framing =
  | { readonly kind: 'none' }
  | { readonly kind: 'length'; readonly bytes: number }
  | { readonly kind: 'chunked' }
  | { readonly kind: 'until-close' }
  /** What follows is not HTTP any more. */
  | { readonly kind: 'opaque' };

/** A stretch of a stream of messages; all `raw` put together are the stream. */
export type Segment<Head> =
  | { readonly kind: 'head'; readonly head: Head; readonly raw: Buffer }
  /** Bytes of the body. */
  | { readonly kind: 'payload'; readonly raw: Buffer }
  /** Sizes of chunks, line ends, trailers. */
  | { readonly kind: 'framing'; readonly raw: Buffer }
  /** The message is complete. */
  | { readonly kind: 'end' }
  /** Not HTTP, or not any more: to be passed on as it is. */
  | { readonly kind: 'opaque'; readonly raw: Buffer };

/** How heads are told from what is none. */
export interface HeadSyntax<Head> {
  /** Whether these bytes may be the beginning of a head; if they may not, nobody waits for the rest. */
  mayBegin(data: Buffer): boolean;
  /** Reads a whole head; `undefined` where it is none. */
  parse(raw: Buffer): Head | undefined;
}

/** Longest head, and longest line within a chunked body. */
const longestHead = 65_536;

const headEnd = Buffer.from('\r\n\r\n');
const lineEnd = Buffer.from('\r\n');

type State =
  | { readonly at: 'head' | 'opaque' | 'until-close' | 'chunk-size' | 'chunk-end' | 'trailer' }
  | { readonly at: 'body' | 'chunk'; left: number };

/**
 * Cuts one direction of an HTTP/1 connection into messages, whatever the chunks in which it arrives. It never
 * fails: what it does not understand it calls opaque, from there on.
 */
export class MessageReader<Head> {
  #state: State = { at: 'head' };
  /** The beginning of a head or a line that is not complete yet. */
  #kept: Buffer = Buffer.alloc(0);
  readonly #syntax: HeadSyntax<Head>;
  readonly #framingOf: (head: Head) => Framing;

  constructor(syntax: HeadSyntax<Head>, framingOf: (head: Head) => Framing) {
    this.#syntax = syntax;
    this.#framingOf = framingOf;
  }

  /** From here on nothing is HTTP. */
  becomeOpaque(): void {
    this.#state = { at: 'opaque' };
  }

  /** Takes bytes in; what the reader of the segments does to the state counts for the next one. */
  *read(data: Buffer): Generator<Segment<Head>> {
    let rest = this.#kept.length === 0 ? data : Buffer.concat([this.#kept, data]);
    this.#kept = Buffer.alloc(0);
    while (rest.length > 0) {
      const used = yield* this.#step(rest);
      if (used === 0) {
        this.#kept = rest;
        return;
      }
      rest = rest.subarray(used);
    }
  }

  /** The stream has ended: a body that lasts until then is complete. */
  *end(): Generator<Segment<Head>> {
    if (this.#kept.length > 0) yield { kind: 'opaque', raw: this.#kept };
    this.#kept = Buffer.alloc(0);
    if (this.#state.at === 'until-close') yield { kind: 'end' };
    this.#state = { at: 'opaque' };
  }

  /** Handles the beginning of `rest`; returns how many bytes that was, 0 where more are needed. */
  *#step(rest: Buffer): Generator<Segment<Head>, number> {
    const state = this.#state;
    switch (state.at) {
      case 'opaque':
        yield { kind: 'opaque', raw: rest };
        return rest.length;
      case 'head':
        return yield* this.#head(rest);
      case 'until-close':
        yield { kind: 'payload', raw: rest };
        return rest.length;
      case 'body':
      case 'chunk': {
        const raw = rest.subarray(0, state.left);
        state.left -= raw.length;
        yield { kind: 'payload', raw };
        if (state.left > 0) return raw.length;
        if (state.at === 'chunk') this.#state = { at: 'chunk-end' };
        else yield* this.#complete();
        return raw.length;
      }
      case 'chunk-size':
      case 'chunk-end':
      case 'trailer':
      default:
        return yield* this.#line(rest, state.at);
    }
  }

  *#head(rest: Buffer): Generator<Segment<Head>, number> {
    const end = rest.indexOf(headEnd);
    if (end === -1 && rest.length <= longestHead && this.#syntax.mayBegin(rest)) return 0;
    const raw = rest.subarray(0, end + headEnd.length);
    const head = end === -1 ? undefined : this.#syntax.parse(raw);
    if (head === undefined) return yield* this.#giveUp(rest);
    const framing = this.#framingOf(head);
    yield { kind: 'head', head, raw };
    switch (framing.kind) {
      case 'length':
        if (framing.bytes > 0) this.#state = { at: 'body', left: framing.bytes };
        else yield* this.#complete();
        break;
      case 'chunked':
        this.#state = { at: 'chunk-size' };
        break;
      case 'none':
        yield* this.#complete();
        break;
      case 'opaque':
      case 'until-close':
        this.#state = { at: framing.kind };
        break;
    }
    return raw.length;
  }

  *#line(rest: Buffer, at: 'chunk-size' | 'chunk-end' | 'trailer'): Generator<Segment<Head>, number> {
    const end = rest.indexOf(lineEnd);
    if (end === -1) return rest.length > longestHead ? yield* this.#giveUp(rest) : 0;
    const raw = rest.subarray(0, end + lineEnd.length);
    const size = at === 'chunk-size' ? chunkSize(raw) : undefined;
    if (at === 'chunk-size' && size === undefined) return yield* this.#giveUp(rest);
    yield { kind: 'framing', raw };
    if (at === 'chunk-end') this.#state = { at: 'chunk-size' };
    else if (at === 'chunk-size')
      this.#state = size === 0 ? { at: 'trailer' } : { at: 'chunk', left: size ?? 0 };
    else if (end === 0) yield* this.#complete();
    return raw.length;
  }

  *#complete(): Generator<Segment<Head>> {
    this.#state = { at: 'head' };
    yield { kind: 'end' };
  }

  *#giveUp(rest: Buffer): Generator<Segment<Head>, number> {
    this.#state = { at: 'opaque' };
    yield { kind: 'opaque', raw: rest };
    return rest.length;
  }
}

function chunkSize(line: Buffer): number | undefined {
  const text = /^([\da-f]{1,12})[ \t]*(?:;.*)?\r\n$/i.exec(line.toString('latin1'))?.[1];
  return text === undefined ? undefined : Number.parseInt(text, 16);
}
