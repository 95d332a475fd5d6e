import { z } from 'zod';
import { duration, positiveDuration } from '../contract/duration.ts';
import { dependencies, type FaultSpec } from '../model/fault.ts';

const on = z.enum(dependencies).describe('The dependency that is broken.');

/** On the way to the dependency, which each replica has to itself. */
const onPath = {
  on,
  replica: z
    .string()
    .regex(/^r\d+$/, { error: 'replicas are called r0, r1, …' })
    .exactOptional()
    .describe("Narrows the fault to one replica's path (r0, r1, …); without it every path is broken."),
};
const onContext = z.literal('context-service').describe('Only the context service can do this.');

/**
 * A fault as a scenario spells it; parsed it is a `FaultSpec`. What a service itself does wrong (`status`,
 * `malformed`, `frozen`, `missing-attribute`) it does towards every replica.
 */
export const fault = z
  .discriminatedUnion('type', [
    z.strictObject({
      type: z.literal('refused').describe('Connections are refused, open ones are closed.'),
      ...onPath,
    }),
    z.strictObject({
      type: z.literal('black-hole').describe('Connections open and nothing ever comes back.'),
      ...onPath,
    }),
    z.strictObject({
      type: z.literal('latency').describe('Every answer is this much later.'),
      ...onPath,
      latency: positiveDuration.describe('How much later every answer comes.'),
      jitter: duration.default(0).describe('Varies the latency by up to this much, either way.'),
    }),
    z.strictObject({
      type: z.literal('reset').describe('The connection is reset (TCP RST) once an answer is under way.'),
      ...onPath,
    }),
    z.strictObject({
      type: z
        .literal('half-answer')
        .describe('The answer stops after so many bytes and the connection closes.'),
      ...onPath,
      bytes: z.int().min(0).describe('Bytes of an answer that still come through.'),
    }),
    z.strictObject({
      type: z.literal('status').describe('The service answers every request with this status.'),
      on,
      status: z.int().min(300).max(599).describe('The status it answers with; 300 to 599.'),
    }),
    z.strictObject({
      type: z.literal('malformed').describe('The service answers 200 with a body that is not JSON.'),
      on,
    }),
    z.strictObject({
      type: z
        .literal('frozen')
        .describe('The context service goes on answering with the value and time stamp it had at the start.'),
      on: onContext,
    }),
    z.strictObject({
      type: z.literal('missing-attribute').describe('The context service answers without this attribute.'),
      on: onContext,
      attribute: z.string().min(1).describe('Name of the attribute, such as risk.'),
    }),
  ])
  .transform((spelt): FaultSpec => {
    if (spelt.type !== 'latency') return spelt;
    const { latency, jitter, ...rest } = spelt;
    return { ...rest, latencyMs: latency, jitterMs: jitter };
  });
