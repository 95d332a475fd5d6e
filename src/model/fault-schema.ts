import { z } from 'zod';
import { dependencies, untrustedVariants } from './fault.ts';

const dependency = z.enum(dependencies);
const ms = z.number().nonnegative();
const count = z.int().nonnegative();
const text = z.string();

const anywhere = { replica: text.exactOptional() };
const onDependency = { ...anywhere, on: dependency };
const onApp = { ...anywhere, on: z.literal('app') };

/**
 * A fault as journals, plans and results hold it in JSON: a `FaultSpec`. A parameter that is not known is refused,
 * since it may make another fault of it.
 */
export const faultSpecSchema = z.discriminatedUnion('type', [
  z.strictObject({ ...onDependency, type: z.literal('refused') }),
  z.strictObject({ ...onDependency, type: z.literal('black-hole') }),
  z.strictObject({ ...onDependency, type: z.literal('latency'), latencyMs: ms, jitterMs: ms }),
  z.strictObject({ ...onDependency, type: z.literal('drip'), bytesPerSecond: z.number().positive() }),
  z.strictObject({ ...onDependency, type: z.literal('sliced'), pieceBytes: count, pauseMs: ms }),
  z.strictObject({ ...onDependency, type: z.literal('reset') }),
  z.strictObject({ ...onDependency, type: z.literal('half-answer'), bytes: count }),
  z.strictObject({ ...onDependency, type: z.literal('flapping'), downMs: ms, upMs: ms }),
  z.strictObject({
    ...onDependency,
    type: z.literal('status'),
    status: count,
    retryAfterMs: ms.exactOptional(),
  }),
  z.strictObject({ ...onDependency, type: z.literal('redirect') }),
  z.strictObject({ ...onDependency, type: z.literal('empty') }),
  z.strictObject({ ...onDependency, type: z.literal('malformed') }),
  z.strictObject({ ...onDependency, type: z.literal('wrong-content-type') }),
  z.strictObject({ ...onDependency, type: z.literal('missing-attribute'), attribute: text }),
  z.strictObject({ ...onDependency, type: z.literal('wrong-type'), attribute: text }),
  z.strictObject({ ...onDependency, type: z.literal('other-answer') }),
  z.strictObject({ ...onDependency, type: z.literal('endless') }),
  z.strictObject({ ...onDependency, type: z.literal('frozen') }),
  z.strictObject({ ...onDependency, type: z.literal('replayed'), ageMs: ms }),
  z.strictObject({ ...onDependency, type: z.literal('future'), aheadMs: ms }),
  z.strictObject({ ...onDependency, type: z.literal('partial'), subjects: z.array(text).readonly() }),
  z.strictObject({
    ...onDependency,
    type: z.literal('untrusted-bundle'),
    variant: z.enum(untrustedVariants),
    policy: text.exactOptional(),
  }),
  z.strictObject({ ...onDependency, type: z.literal('credential-revoked') }),
  z.strictObject({ ...onDependency, type: z.literal('credential-rotated') }),
  z.discriminatedUnion('on', [
    z.strictObject({ ...onDependency, type: z.literal('paused') }),
    z.strictObject({ ...onApp, type: z.literal('paused') }),
  ]),
  z.strictObject({ ...onApp, type: z.literal('killed') }),
  z.strictObject({ ...onApp, type: z.literal('clock-skew'), skewMs: z.number() }),
]);

const ofInput = { input: text, subjects: z.array(text).readonly().exactOptional() };

/** What a fault makes of what it is put on, as journals and results hold it in JSON: a `FaultEffect`. */
export const faultEffectSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.enum(['out', 'maybe-out', 'slow', 'lying', 'interrupted', 'taken-away']) }),
  z.strictObject({ kind: z.literal('clock-skewed'), skewMs: z.number() }),
  z.strictObject({ kind: z.enum(['input-frozen', 'input-missing']), ...ofInput }),
  z.strictObject({ kind: z.literal('input-stale'), ...ofInput, ageMs: ms }),
]);
