import type { z } from 'zod';
import type { GoType } from '../api/go-decode.ts';
import type { HttpEffect, RequestMatch } from '../http/effect.ts';
import type { Random } from '../random.ts';
import type { Timer } from '../timer.ts';

/** What a toxic is called in requests and which attributes it has. */
interface Definition<Attributes> {
  /** The `type` of a request. */
  readonly type: string;
  /** Name of the structure in error texts: `LatencyToxic`. */
  readonly structName: string;
  /** Attributes in the order in which they are answered, with the type a request must give them. */
  readonly fields: Readonly<Record<keyof Attributes & string, GoType>>;
  /** Attributes that a request leaves out. */
  readonly defaults: Attributes;
  /** What is refused although its type is right, each with a message. */
  readonly schema: z.ZodType<Attributes>;
}

/** A toxic that works on bytes. */
export interface StreamToxicDefinition<Attributes> extends Definition<Attributes> {
  /** Bytes that it may hold of one stream before the sender is made to wait. */
  readonly capacityBytes: number;
  /** Called once for each stream of each connection that it works on. `attributes()` gives what is in force now. */
  open(attributes: () => Attributes, flow: Flow): Stage;
}

/** A toxic that works on HTTP/1 requests and their answers. */
export interface HttpToxicDefinition<Attributes extends RequestMatch> extends Definition<Attributes> {
  /** What it does to one request that it matches. */
  effect(attributes: Attributes, random: Random): HttpEffect;
}

/** A toxic's place in one stream of one connection. Nothing here may block or throw. */
export interface Stage {
  /** Bytes have come. `at` is when, in the milliseconds of `performance.now()`. */
  chunk(data: Buffer, at: number): void;
  /** The sender has finished: nothing more will come. */
  end(): void;
  /** The attributes were changed: pass on what waits by the old ones. */
  changed?(): void;
  /** It is being taken off: pass on at once all that is held, or close if bytes were lost. No call follows. */
  remove(): void;
}

/** What a stage can do to its stream. */
export interface Flow {
  /** Passes bytes on. */
  push(data: Buffer, at: number): void;
  /** Passes the end on: a half-close, the other direction stays open. */
  end(): void;
  /** Closes the whole connection once the bytes passed on so far are out. */
  close(): void;
  /** Resets the whole connection (TCP RST), whatever is under way. */
  reset(): void;
  /** Says that so many more (or, negative, fewer) bytes are held, for back-pressure. */
  hold(bytes: number): void;
  /** Calls back later, unless the connection is gone by then. */
  after(delayMs: number, run: () => void): Timer;
  /** Reproducible for the same seed, proxy, connection, toxic and stream. */
  readonly random: Random;
}

/** A toxic type with the kind of its attributes hidden, so that all types can stand in one list. */
export interface ToxicType {
  readonly type: string;
  readonly structName: string;
  readonly fields: Readonly<Record<string, GoType>>;
  /** Fresh attributes, all at their defaults. */
  settings(): ToxicSettings;
}

/** The attributes of one toxic, as they stand, and what it does by them. */
export type ToxicSettings = StreamSettings | HttpSettings;

interface Settings {
  /** For answers, in the order of the definition. */
  values(): object;
  /**
   * Puts the values given in the place of the old ones, all or none of them.
   * @returns what is wrong with them, or `undefined`
   */
  merge(values: ReadonlyMap<string, unknown>): string | undefined;
}

export interface StreamSettings extends Settings {
  readonly kind: 'stream';
  readonly capacityBytes: number;
  open(flow: Flow): Stage;
}

export interface HttpSettings extends Settings {
  readonly kind: 'http';
  match(): RequestMatch;
  effect(random: Random): HttpEffect;
}

/** Makes the type of a toxic that works on bytes. */
export function defineStreamToxic<Attributes extends object>(
  definition: StreamToxicDefinition<Attributes>,
): ToxicType {
  const { type, structName, fields, capacityBytes } = definition;
  const settings = (): StreamSettings => {
    const { current, ...shared } = attributesOf(definition);
    return { kind: 'stream', ...shared, capacityBytes, open: (flow) => definition.open(current, flow) };
  };
  return { type, structName, fields, settings };
}

/** Makes the type of a toxic that works on HTTP requests. */
export function defineHttpToxic<Attributes extends RequestMatch>(
  definition: HttpToxicDefinition<Attributes>,
): ToxicType {
  const { type, structName, fields } = definition;
  const settings = (): HttpSettings => {
    const { current, ...shared } = attributesOf(definition);
    return {
      kind: 'http',
      ...shared,
      match: current,
      effect: (random) => definition.effect(current(), random),
    };
  };
  return { type, structName, fields, settings };
}

function attributesOf<Attributes extends object>(
  definition: Definition<Attributes>,
): Settings & { readonly current: () => Attributes } {
  let current = definition.defaults;
  return {
    current: () => current,
    values: () => ({ ...current }),
    merge(values) {
      const checked = definition.schema.safeParse({ ...current, ...Object.fromEntries(values) });
      if (checked.success) current = checked.data;
      const issue = checked.error?.issues[0];
      return issue === undefined ? undefined : `${issue.path.join('.')} ${issue.message}`;
    },
  };
}
