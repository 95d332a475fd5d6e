import type { ToxicSettings, ToxicType } from './toxics/toxic.ts';
import type { Lease } from './lease.ts';

/** `upstream`: bytes of the client on their way to the server; `downstream`: the way back. */
export type Direction = 'upstream' | 'downstream';

/** One toxic of one proxy. */
export interface Toxic {
  readonly name: string;
  readonly type: ToxicType;
  /** As it was given: `UPSTREAM` is answered as `UPSTREAM`. */
  readonly stream: string;
  readonly directions: readonly Direction[];
  readonly settings: ToxicSettings;
  /** Share of the connections that it works on, 0 to 1. */
  toxicity: number;
  readonly lease: Lease;
  /** What it got to see, in all connections. */
  readonly seen: { connections: number; chunks: number; bytes: number; requests: number };
}
