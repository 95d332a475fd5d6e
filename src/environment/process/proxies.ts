import type { Toxiproxy } from 'toxiproxy-node-client';
import type { Dependency } from '../../model/fault.ts';
import type { DependencyPath } from '../environment.ts';
import { EnvironmentError } from '../environment-error.ts';
import { addressOf } from './port.ts';
import type { Address } from './port.ts';
import type { Edge } from './topology.ts';
import { unlessAborted } from './unless-aborted.ts';

/**
 * Gives an edge a proxy of its own.
 * @param listen where; on a port that the system chooses unless given
 * @throws EnvironmentError where the proxy is not made, as when there is one of that name: a fault proxy that
 * somebody else runs may serve others, whose proxies are not ours to replace
 */
export async function layPath(
  client: Toxiproxy,
  edge: Edge,
  upstreamUrl: string,
  signal: AbortSignal,
  listen: Address = '127.0.0.1:0',
): Promise<DependencyPath> {
  const { name } = edge;
  const order = { name, listen, upstream: addressOf(upstreamUrl), enabled: true };
  const made = await unlessAborted(client.createProxy(order), signal).catch((cause: unknown) => {
    const said = cause instanceof Error ? cause.message : String(cause);
    const why = said.endsWith('409') ? 'there is one of that name, which another drill may be using' : said;
    throw new EnvironmentError('start-failed', 'fault-proxy', `no proxy ${name} could be made: ${why}`, {
      cause,
    });
  });
  if (made === 'aborted') {
    throw new EnvironmentError('aborted', 'fault-proxy', `the fault proxy has yet to make a proxy ${name}`);
  }
  const { consumer, dependency } = edge;
  return { name, consumer, dependency, proxiedUrl: `http://${made.listen}` };
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
