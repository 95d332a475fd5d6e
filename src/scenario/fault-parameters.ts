import { z } from 'zod';
import { notADuration } from '../contract/duration.ts';
import { parseDurationMs } from '../model/time.ts';
import type { Dependency, FaultSite } from '../model/fault.ts';

/**
 * What a fault of this type may be put on. Anything else is answered with where it belongs.
 * @param type the fault's type, for that answer
 */
export function putOn<const Site extends FaultSite>(type: string, sites: readonly [Site, ...Site[]]) {
  const [only] = sites;
  const on = z
    .enum(sites, {
      // Of a key that is missing altogether no more is said than of any other.
      error: ({ input }) =>
        input === undefined ? undefined : `${type} cannot be put on ${JSON.stringify(input)}`,
    })
    .describe(sites.length === 1 ? `Only ${siteNames[only]} can do this.` : 'What is broken.');
  return { on };
}

const siteNames: Readonly<Record<FaultSite, string>> = {
  'policy-service': 'the policy service',
  'bundle-service': 'the bundle service',
  'context-service': 'the context service',
  'log-sink': 'the log sink',
  app: "the application's own process",
};

/** Narrows a fault to one replica; a path or a process is each replica's own. */
export const ofReplica = {
  replica: z
    .string()
    .regex(/^r\d+$/, { error: 'replicas are called r0, r1, …' })
    .exactOptional()
    .describe('Narrows the fault to one replica (r0, r1, …); without it all are concerned.'),
};

/** Services whose answers have a body that an application reads; the log sink's have none. */
export const withBody = [
  'policy-service',
  'bundle-service',
  'context-service',
] as const satisfies readonly Dependency[];

/** `20B/s`, parsed to bytes a second. */
export const byteRate = z
  .string({ error: 'a rate of bytes is written 20B/s' })
  .regex(/^\d+(\.\d+)?B\/s$/, { error: 'a rate of bytes is written 20B/s' })
  .transform((text) => Number(text.slice(0, -'B/s'.length)))
  .refine((perSecond) => perSecond > 0, { error: 'a rate is more than nothing' });

/** A duration forwards or, with a minus sign, backwards, parsed to milliseconds. */
export const signedDuration = z
  .string({ error: notADuration })
  .regex(/^-?\d+(\.\d+)?(ms|s|m|h|d)$/, { error: notADuration })
  .transform((text) => {
    const ms = parseDurationMs(text.replace(/^-/, '')) ?? Number.NaN;
    return text.startsWith('-') ? -ms : ms;
  })
  .refine((ms) => ms !== 0, { error: 'this must be longer than nothing' });
