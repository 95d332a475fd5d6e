import { z } from 'zod';

const common = {
  /** Milliseconds by CLOCK_MONOTONIC. */
  at: z.number(),
  /** Whose it is: `r0`, `policy-service`. */
  point: z.string(),
};

const swap = z.strictObject({
  kind: z.literal('swap'),
  ...common,
  /** What was put in force. */
  revision: z.int(),
});

const decision = z.strictObject({
  kind: z.literal('decision'),
  ...common,
  decisionId: z.string(),
  subject: z.string(),
  action: z.string(),
  resource: z.string(),
  outcome: z.enum(['allow', 'deny']),
  mode: z.enum(['local', 'remote', 'cache', 'degrade', 'deny']),
  /** The one that it was made under. */
  revision: z.int(),
});

/** One line of a witness: what really happened, and when. */
export const witnessEventSchema = z.discriminatedUnion('kind', [swap, decision]);

export type WitnessEvent = z.infer<typeof witnessEventSchema>;
/** A point began to decide on a revision. */
export type SwapWitnessed = z.infer<typeof swap>;
/** A decision was made, whether or not anybody got to hear of it. */
export type DecisionWitnessed = z.infer<typeof decision>;
