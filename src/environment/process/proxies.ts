import type { Toxiproxy } from 'toxiproxy-node-client';
import type { Dependency } from '../../model/fault.ts';
import type { DependencyPath, ServiceAddress } from '../environment.ts';
import { addressOf } from './port.ts';
import type { Edge } from './topology.ts';

/** Gives every edge a proxy of its own, on a port that the system chooses. */
export async function layPaths(
  client: Toxiproxy,
  edges: readonly Edge[],
  urlOf: (dependency: Dependency) => ServiceAddress['url'],
): Promise<readonly DependencyPath[]> {
  const made = await client.populate(
    edges.map(({ name, dependency }) => ({
      name,
      listen: '127.0.0.1:0',
      upstream: addressOf(urlOf(dependency)),
      enabled: true,
    })),
  );
  return edges.map((edge) => {
    const proxy = made[edge.name];
    if (proxy === undefined) throw new Error(`the fault proxy made no proxy ${edge.name}`);
    return { ...edge, proxiedUrl: `http://${proxy.listen}` };
  });
}

/** The variables by which a consumer learns the addresses of what it depends on. */
const addressVariables: Readonly<Record<Dependency, string>> = {
  'policy-service': 'POLICY_SERVICE_URL',
  'bundle-service': 'BUNDLE_SERVICE_URL',
  'context-service': 'CONTEXT_SERVICE_URL',
  'log-sink': 'DECISION_LOG_URL',
};

/** The proxied addresses of one consumer's dependencies, as its environment variables. */
export function addressesFor(consumer: string, paths: readonly DependencyPath[]): Record<string, string> {
  const own = paths.filter((path) => path.consumer === consumer);
  return Object.fromEntries(
    own.map(({ dependency, proxiedUrl }) => [addressVariables[dependency], proxiedUrl]),
  );
}
