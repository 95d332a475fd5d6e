import { randomUUID } from 'node:crypto';
import type { Proxy, Toxic, ToxicDirection, ToxicType } from 'toxiproxy-node-client';
import type { Environment, FaultProxyHandle } from '../environment/environment.ts';
import type { FaultSpec } from '../model/fault.ts';
import { affectedPaths } from './affected-paths.ts';
import type { FaultedPath } from './affected-paths.ts';
import type { CanaryQuestion } from './canary-question.ts';
import type { InjectedFault } from './fault.ts';
import type { InjectedPart } from './part.ts';
import { injectParts } from './part.ts';
import { isNotFound, proxyCall } from './proxy-call.ts';

/** A toxic as a fault orders it; it then holds on every connection, open ones included. */
export interface ToxicOrder {
  readonly type: ToxicType;
  readonly stream: ToxicDirection;
  readonly attributes: Readonly<Record<string, number>>;
}

/**
 * Adds `orders` to the proxy of every affected path, each as a lease where the proxy knows leases.
 * @throws FaultError `unsupported` or `not-injected`
 */
export function injectToxics(
  spec: FaultSpec,
  environment: Environment,
  orders: readonly ToxicOrder[],
  leaseMs: number,
  question?: CanaryQuestion,
): Promise<InjectedFault> {
  const paths = affectedPaths(spec, environment);
  return injectParts(
    paths.map(({ name }) => name),
    paths.flatMap((path) => orders.map((order) => addToxic(environment.faultProxy, path, order, leaseMs))),
    question,
  );
}

async function addToxic(
  faultProxy: FaultProxyHandle,
  path: FaultedPath,
  order: ToxicOrder,
  leaseMs: number,
): Promise<InjectedPart> {
  const proxy = await proxyCall(faultProxy.client.get(path.name));
  // A name of its own: what is taken away later is this toxic and no other.
  const name = `${order.type}-${order.stream}-${randomUUID().slice(0, 8)}`;
  const body = {
    ...order,
    name,
    toxicity: 1,
    ...(faultProxy.capabilities.leases ? { ttl_ms: Math.ceil(leaseMs) } : {}),
  };
  const toxic = await proxyCall(proxy.addToxic(body));
  return {
    what: `${order.type} toxic on ${path.name}`,
    inProxy: { path: path.name, toxic: name },
    renew: async () => {
      // The update of a toxic whose lease ran out is refused as not found, so a gap cannot go unnoticed.
      if (faultProxy.capabilities.leases) await proxyCall(toxic.update(body));
    },
    heal: () => removeToxic(proxy, toxic),
  };
}

async function removeToxic(proxy: Proxy, toxic: Toxic<unknown>): Promise<void> {
  try {
    await proxyCall(toxic.remove());
  } catch (thrown) {
    // Gone already: healed before, or its lease ran out.
    if (!isNotFound(thrown)) throw thrown;
  }
  const left = await proxyCall(proxy.getToxic(toxic.name)).catch((thrown: unknown) => {
    if (isNotFound(thrown)) return undefined;
    throw thrown;
  });
  if (left !== undefined) throw new Error('it is still listed after its removal');
}
