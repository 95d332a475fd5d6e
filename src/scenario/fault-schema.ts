import { z } from 'zod';
import { duration, positiveDuration } from '../contract/duration.ts';
import { dependencies, faultSites, untrustedVariants, type FaultSpec } from '../model/fault.ts';
import { byteRate, ofReplica, putOn, signedDuration, withBody } from './fault-parameters.ts';

const attribute = z.string().min(1).describe('Name of the attribute, such as risk, or decision.');

/** What happens on the way, which each replica has to itself. */
const onTheWay = [
  z.strictObject({
    type: z.literal('refused').describe('Connections are refused, open ones are closed.'),
    ...putOn('refused', dependencies),
    ...ofReplica,
  }),
  z.strictObject({
    type: z.literal('black-hole').describe('Connections open and nothing ever comes back.'),
    ...putOn('black-hole', dependencies),
    ...ofReplica,
  }),
  z
    .strictObject({
      type: z.literal('latency').describe('Every answer is this much later.'),
      ...putOn('latency', dependencies),
      ...ofReplica,
      latency: positiveDuration.describe('How much later every answer comes.'),
      jitter: duration.default(0).describe('Varies the latency by up to this much, either way.'),
    })
    .transform(({ latency, jitter, ...rest }) => ({ ...rest, latencyMs: latency, jitterMs: jitter })),
  z
    .strictObject({
      type: z.literal('drip').describe('Answers come through at so many bytes a second.'),
      ...putOn('drip', dependencies),
      ...ofReplica,
      rate: byteRate.describe('How fast an answer comes through, such as 20B/s.'),
    })
    .transform(({ rate, ...rest }) => ({ ...rest, bytesPerSecond: rate })),
  z
    .strictObject({
      type: z
        .literal('sliced')
        .describe('Answers come in small pieces with a pause after each; nothing is lost.'),
      ...putOn('sliced', dependencies),
      ...ofReplica,
      bytes: z.int().min(1).describe('Bytes of a piece.'),
      pause: positiveDuration.describe('How long nothing comes after each piece.'),
    })
    .transform(({ bytes, pause, ...rest }) => ({ ...rest, pieceBytes: bytes, pauseMs: pause })),
  z.strictObject({
    type: z.literal('reset').describe('The connection is reset (TCP RST) once an answer is under way.'),
    ...putOn('reset', dependencies),
    ...ofReplica,
  }),
  z.strictObject({
    type: z
      .literal('half-answer')
      .describe('The answer stops after so many bytes and the connection closes.'),
    ...putOn('half-answer', dependencies),
    ...ofReplica,
    bytes: z.int().min(0).describe('Bytes of an answer that still come through.'),
  }),
  z
    .strictObject({
      type: z
        .literal('flapping')
        .describe('By turns connections are refused and all is well, beginning with the refusal.'),
      ...putOn('flapping', dependencies),
      ...ofReplica,
      down: positiveDuration.describe('How long connections are refused each time.'),
      up: positiveDuration.describe('How long all is well in between.'),
    })
    .transform(({ down, up, ...rest }) => ({ ...rest, downMs: down, upMs: up })),
] as const;

/** What a service itself does wrong, towards every replica. */
const byTheService = [
  z
    .strictObject({
      type: z.literal('status').describe('The service answers every request with this status.'),
      ...putOn('status', dependencies),
      status: z.int().min(300).max(599).describe('The status it answers with; 300 to 599.'),
      retryAfter: positiveDuration
        .exactOptional()
        .describe('When to come again, which it says in whole seconds (Retry-After).'),
    })
    .transform(({ retryAfter, ...rest }) =>
      retryAfter === undefined ? rest : { ...rest, retryAfterMs: retryAfter },
    ),
  z.strictObject({
    type: z
      .literal('redirect')
      .describe('The service answers 307, to an address where nothing believable is.'),
    ...putOn('redirect', dependencies),
  }),
  z.strictObject({
    type: z.literal('empty').describe('The service answers 200 without a body.'),
    ...putOn('empty', withBody),
  }),
  z.strictObject({
    type: z.literal('malformed').describe('The service answers 200 with a body that is not JSON.'),
    ...putOn('malformed', dependencies),
  }),
  z.strictObject({
    type: z
      .literal('wrong-content-type')
      .describe('The service answers 200 with a page of HTML that happens to hold the word true.'),
    ...putOn('wrong-content-type', withBody),
  }),
  z.strictObject({
    type: z.literal('missing-attribute').describe('The service answers without this attribute.'),
    ...putOn('missing-attribute', ['policy-service', 'context-service']),
    attribute,
  }),
  z.strictObject({
    type: z
      .literal('wrong-type')
      .describe(
        'The service answers with this attribute as another type: "true" for true, a number for a text.',
      ),
    ...putOn('wrong-type', ['policy-service', 'context-service']),
    attribute,
  }),
  z.strictObject({
    type: z
      .literal('other-answer')
      .describe("The policy service answers with an allow to somebody else's request."),
    ...putOn('other-answer', ['policy-service']),
  }),
  z.strictObject({
    type: z.literal('endless').describe('The service answers with a body that begins well and never ends.'),
    ...putOn('endless', withBody),
  }),
] as const;

/** What a service says that is no longer so. */
const ofTheDay = [
  z.strictObject({
    type: z
      .literal('frozen')
      .describe(
        'The service goes on saying what it said when the fault began: a value with its time stamp, or a bundle with its confirmation.',
      ),
    ...putOn('frozen', ['context-service', 'bundle-service']),
  }),
] as const;

/** What the context service says that is not, or no longer, so. */
const ofContext = [
  z
    .strictObject({
      type: z
        .literal('replayed')
        .describe('Every value of the context service is one of some time ago, and says so.'),
      ...putOn('replayed', ['context-service']),
      age: positiveDuration.describe('How old every value is.'),
    })
    .transform(({ age, ...rest }) => ({ ...rest, ageMs: age })),
  z
    .strictObject({
      type: z.literal('future').describe("The context service's time stamps lie in the future."),
      ...putOn('future', ['context-service']),
      ahead: positiveDuration.describe('How far ahead of the true time they are.'),
    })
    .transform(({ ahead, ...rest }) => ({ ...rest, aheadMs: ahead })),
  z.strictObject({
    type: z
      .literal('partial')
      .describe('The context service has lost some subjects, and answers for the others.'),
    ...putOn('partial', ['context-service']),
    subjects: z.array(z.string().min(1)).min(1).describe('The subjects it has lost.'),
  }),
] as const;

/** What the bundle service serves that nobody may believe. */
const ofBundles = [
  z.strictObject({
    type: z
      .literal('untrusted-bundle')
      .describe(
        'The bundle service serves a bundle that no replica may activate, newer than what is in force.',
      ),
    ...putOn('untrusted-bundle', ['bundle-service']),
    variant: z.enum(untrustedVariants).describe('What is wrong with it.'),
    policy: z
      .string()
      .min(1)
      .exactOptional()
      .describe('Name of the policy content in it; forged if left out.'),
  }),
] as const;

/** What becomes of the credential that the application shows the policy service. */
const ofCredential = [
  z.strictObject({
    type: z
      .literal('credential-revoked')
      .describe('The policy service no longer lets the application in, whatever credential it brings.'),
    ...putOn('credential-revoked', ['policy-service']),
  }),
  z.strictObject({
    type: z
      .literal('credential-rotated')
      .describe('The policy service takes no credential that was issued before the fault began.'),
    ...putOn('credential-rotated', ['policy-service']),
  }),
] as const;

/** What becomes of a process. */
const ofProcess = [
  z.strictObject({
    type: z.literal('paused').describe('The process stands still: connections open and nothing comes back.'),
    ...putOn('paused', faultSites),
    ...ofReplica,
  }),
  z.strictObject({
    type: z.literal('killed').describe('The process is killed, and started again when the fault ends.'),
    ...putOn('killed', ['app']),
    ...ofReplica,
  }),
  z
    .strictObject({
      type: z
        .literal('clock-skew')
        .describe(
          "The process's wall clock jumps, and back when the fault ends; its monotonic clock does not.",
        ),
      ...putOn('clock-skew', ['app']),
      ...ofReplica,
      skew: signedDuration.describe('How far it jumps: 10s forwards, -10s backwards.'),
    })
    .transform(({ skew, ...rest }) => ({ ...rest, skewMs: skew })),
] as const;

/** A fault as a scenario spells it; parsed it is a `FaultSpec`, its parameters under names that tell their units. */
export const fault: z.ZodType<FaultSpec> = z.discriminatedUnion('type', [
  ...onTheWay,
  ...byTheService,
  ...ofTheDay,
  ...ofContext,
  ...ofBundles,
  ...ofCredential,
  ...ofProcess,
]);
