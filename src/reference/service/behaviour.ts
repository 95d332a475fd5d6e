import { z } from 'zod';
import { untrustedVariants } from '../../model/fault.ts';

/** How any stand-in service can misbehave on its data port, for as long as somebody renews the lease. */
const common = [
  z.object({
    kind: z.literal('status'),
    status: z.int().min(300).max(599),
    retryAfterMs: z.number().positive().optional(),
  }),
  z.object({ kind: z.literal('redirect') }),
  z.object({ kind: z.literal('empty') }),
  z.object({ kind: z.literal('malformed') }),
  z.object({ kind: z.literal('wrong-content-type') }),
  z.object({ kind: z.literal('endless') }),
] as const;

/** Of a service whose answers are JSON objects: what is wrong with one attribute of them. */
const ofAttributes = [
  z.object({ kind: z.literal('missing-attribute'), attribute: z.string().min(1) }),
  z.object({ kind: z.literal('wrong-type'), attribute: z.string().min(1) }),
] as const;

/** Of a service that says what is so now: it goes on saying what was so when this began. */
const frozen = z.object({ kind: z.literal('frozen') });

/** Of the bundle service: a bundle that nobody may believe. */
const ofBundles = [
  z.object({
    kind: z.literal('untrusted-bundle'),
    variant: z.enum(untrustedVariants),
    policy: z.string().min(1),
  }),
] as const;

/** Of the context service: old values, ones of tomorrow, and subjects it has lost. */
const ofContext = [
  z.object({ kind: z.literal('replayed'), ageMs: z.number().positive() }),
  z.object({ kind: z.literal('future'), aheadMs: z.number().positive() }),
  z.object({ kind: z.literal('partial'), subjects: z.array(z.string()).min(1) }),
] as const;

/** Of the policy service: an answer to another's question, and credentials that it no longer takes. */
const ofPolicy = [
  z.object({ kind: z.literal('other-answer') }),
  z.object({ kind: z.literal('credential-revoked') }),
  z.object({ kind: z.literal('credential-rotated') }),
] as const;

const anyBehaviour = z.discriminatedUnion('kind', [
  ...common,
  ...ofAttributes,
  frozen,
  ...ofContext,
  ...ofBundles,
  ...ofPolicy,
]);
/** Any way to misbehave that some stand-in service knows. */
export type Behaviour = z.infer<typeof anyBehaviour>;

/** What each kind of stand-in service can be told to do. */
export const behavioursOf = {
  plain: z.discriminatedUnion('kind', common),
  context: z.discriminatedUnion('kind', [...common, ...ofAttributes, frozen, ...ofContext]),
  bundle: z.discriminatedUnion('kind', [...common, frozen, ...ofBundles]),
  policy: z.discriminatedUnion('kind', [...common, ...ofAttributes, ...ofPolicy]),
} as const satisfies Record<string, z.ZodType<Behaviour>>;

/** How long a behaviour lasts unless it is renewed, in milliseconds. */
export const leaseSchema = z.object({ ttlMs: z.number().positive().max(600_000) });

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

/**
 * A behaviour that ends by itself.
 * @param now monotonic clock in milliseconds
 * @param onTold called whenever somebody has set it, renewed it or cleared it
 */
export function createBehaviourLease(
  now: () => number = () => performance.now(),
  onTold: () => void = () => undefined,
): BehaviourLease {
  let held: { readonly behaviour: Behaviour; readonly until: number; readonly since: Date } | undefined;
  const live = (): typeof held => (held !== undefined && now() < held.until ? held : undefined);
  return {
    current: () => live()?.behaviour,
    since: () => live()?.since,
    set(behaviour, ttlMs) {
      const before = live();
      const renewed = before !== undefined && JSON.stringify(before.behaviour) === JSON.stringify(behaviour);
      held = { behaviour, until: now() + ttlMs, since: renewed ? before.since : new Date() };
      onTold();
    },
    clear() {
      held = undefined;
      onTold();
    },
  };
}
