import { z } from 'zod';

/** How a stand-in service misbehaves on its data port, for as long as somebody renews the lease. */
export const commonBehaviours = [
  z.object({ kind: z.literal('status'), status: z.int().min(400).max(599) }),
  z.object({ kind: z.literal('malformed') }),
] as const;

/** Only the context service knows these: a value that no longer moves, and one that is not in the answer. */
export const contextBehaviours = [
  z.object({ kind: z.literal('frozen') }),
  z.object({ kind: z.literal('missing-attribute'), attribute: z.string().min(1) }),
] as const;

/** How long a behaviour lasts unless it is renewed, in milliseconds. */
export const leaseSchema = z.object({ ttlMs: z.number().positive().max(600_000) });

const anyBehaviour = z.discriminatedUnion('kind', [...commonBehaviours, ...contextBehaviours]);
/** Any way to misbehave that some stand-in service knows. */
export type Behaviour = z.infer<typeof anyBehaviour>;

/** The behaviour of one service. */
export interface BehaviourLease {
  /** What holds now; undefined when all is normal. */
  current(): Behaviour | undefined;
  /** When the behaviour that holds now began, on the wall clock. Renewing it does not move this. */
  since(): Date | undefined;
  /** Sets a behaviour for `ttlMs`, or renews the one that holds. */
  set(behaviour: Behaviour, ttlMs: number): void;
  clear(): void;
}

/** A behaviour that ends by itself. `now` is a monotonic clock in milliseconds. */
export function createBehaviourLease(now: () => number = () => performance.now()): BehaviourLease {
  let held: { readonly behaviour: Behaviour; readonly until: number; readonly since: Date } | undefined;
  const live = (): typeof held => (held !== undefined && now() < held.until ? held : undefined);
  return {
    current: () => live()?.behaviour,
    since: () => live()?.since,
    set(behaviour, ttlMs) {
      const before = live();
      const renewed = before !== undefined && JSON.stringify(before.behaviour) === JSON.stringify(behaviour);
      held = { behaviour, until: now() + ttlMs, since: renewed ? before.since : new Date() };
    },
    clear() {
      held = undefined;
    },
  };
}
