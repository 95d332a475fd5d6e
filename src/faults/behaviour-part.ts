import { request } from 'undici';
import { z } from 'zod';
import type { Environment } from '../environment/environment.ts';
import type { FaultSpec } from '../model/fault.ts';
import { affectedPaths } from './affected-paths.ts';
import type { InjectedFault } from './fault.ts';
import { FaultError } from './fault-error.ts';
import { leaseClock } from './lease-clock.ts';
import type { InjectedPart } from './part.ts';
import { injectParts } from './part.ts';

/** What a stand-in service is told to do on its data port instead of its work. */
export type Behaviour =
  | { readonly kind: 'status'; readonly status: number }
  | { readonly kind: 'malformed' }
  | { readonly kind: 'frozen' }
  | { readonly kind: 'missing-attribute'; readonly attribute: string };

const behaviourAnswer = z.object({ kind: z.string() });

/** Longest that a control port may take to answer. */
const callWithinMs = 5_000;

/**
 * Makes the service itself misbehave, as a lease. It does so towards everybody, so a fault of this kind cannot
 * be narrowed to one replica.
 * @throws FaultError `unsupported` or `not-injected`
 */
export async function injectBehaviour(
  spec: FaultSpec,
  environment: Environment,
  behaviour: Behaviour,
  leaseMs: number,
): Promise<InjectedFault> {
  if (spec.replica !== undefined) {
    throw new FaultError('unsupported', `${spec.type} is the service's own and holds for every replica`);
  }
  const paths = affectedPaths(spec, environment).map(({ name }) => name);
  const { controlUrl } = environment.services[spec.on];
  return injectParts(paths, [set(spec, controlUrl, behaviour, leaseMs)]);
}

async function set(
  spec: FaultSpec,
  controlUrl: string,
  behaviour: Behaviour,
  leaseMs: number,
): Promise<InjectedPart> {
  const url = `${controlUrl}/control/behaviour`;
  const current = await kindAt(url);
  if (current !== 'normal') throw new Error(`${spec.on} misbehaves already: ${current}`);
  const lease = leaseClock(leaseMs, () => performance.now());
  const put = async (): Promise<void> => {
    await call('PUT', url, { ...behaviour, ttlMs: leaseMs });
  };
  await lease.renewed(put);
  return {
    what: `${behaviour.kind} behaviour of ${spec.on}`,
    renew: async () => {
      // To set it again after its lease ran out would hide that the service was sound meanwhile.
      if ((await kindAt(url)) !== behaviour.kind) throw new Error('its lease ran out');
      if (!(await lease.renewed(put))) throw new Error('its lease may have run out before it was renewed');
    },
    heal: async () => {
      await call('DELETE', url);
      const left = await kindAt(url);
      if (left !== 'normal') throw new Error(`it still misbehaves: ${left}`);
    },
  };
}

async function kindAt(url: string): Promise<string> {
  const { kind } = behaviourAnswer.parse(JSON.parse(await call('GET', url)));
  return kind;
}

async function call(method: 'GET' | 'PUT' | 'DELETE', url: string, body?: unknown): Promise<string> {
  const { statusCode, body: answer } = await request(url, {
    method,
    signal: AbortSignal.timeout(callWithinMs),
    ...(body === undefined
      ? {}
      : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  });
  const text = await answer.text();
  if (statusCode >= 300)
    throw new Error(`${method} ${url} was answered ${statusCode}: ${text.slice(0, 200)}`);
  return text;
}
