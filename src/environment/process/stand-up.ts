import type { Dependency } from '../../model/fault.ts';
import type { DependencyPath, Environment, ServiceAddress } from '../environment.ts';
import { EnvironmentError } from '../environment-error.ts';
import { embedded } from '../fault-proxy/embedded.ts';
import type { ProvidedFaultProxy } from '../fault-proxy/provider.ts';
import type { Crew } from './crew.ts';
import { entryFile } from './entry.ts';
import type { ProcessEnvironmentOptions } from './options.ts';
import { addressesFor, layPath } from './proxies.ts';
import { waitUntilReady } from './ready-check.ts';
import type { ServiceProcess } from './service-process.ts';
import { policyServiceEdges, replicaEdges } from './topology.ts';
import type { Edge } from './topology.ts';

/** What stands, filled in as it comes up: a start that fails half-way must know what to take away. */
export interface Standing {
  faultProxy: ProvidedFaultProxy | undefined;
  readonly paths: DependencyPath[];
}

/** What a start that succeeded has made, besides the processes and paths. */
export type Stood = Pick<Environment, 'replicas' | 'services' | 'faultProxy'>;

/**
 * Starts everything, dependencies before their consumers and side by side where they are independent, and
 * waits until all of it can do its work.
 * @throws EnvironmentError
 */
export async function standUp(
  options: ProcessEnvironmentOptions,
  crew: Crew,
  standing: Standing,
  signal: AbortSignal,
): Promise<Stood> {
  const [bundleService, contextService, logSink, faultProxy] = await Promise.all([
    startService(crew, 'bundle-service'),
    startService(crew, 'context-service'),
    startService(crew, 'log-sink'),
    startFaultProxy(crew, options, signal),
  ]);
  standing.faultProxy = faultProxy;
  const addresses = new Map([bundleService, contextService, logSink].map(addressEntry));
  const lay = async (edges: readonly Edge[]): Promise<void> => {
    for (const edge of edges) {
      const { url } = addressIn(addresses, edge.dependency);
      standing.paths.push(await layPath(faultProxy.client, edge, url, signal));
    }
  };

  await lay(policyServiceEdges);
  const policyService = await startService(
    crew,
    'policy-service',
    addressesFor('policy-service', standing.paths),
  );
  addresses.set(...addressEntry(policyService));
  await lay(replicaEdges(options.replicas));

  const [replicas] = await Promise.all([
    Promise.all(options.replicas.map((name) => startReplica(crew, name, options, standing.paths, signal))),
    waitUntilReady(policyService, signal),
  ]);
  return {
    replicas,
    faultProxy,
    services: {
      'policy-service': addressIn(addresses, 'policy-service'),
      'bundle-service': addressIn(addresses, 'bundle-service'),
      'context-service': addressIn(addresses, 'context-service'),
      'log-sink': addressIn(addresses, 'log-sink'),
    },
  };
}

function startService(
  crew: Crew,
  name: Dependency,
  env: Readonly<Record<string, string>> = {},
): Promise<ServiceProcess> {
  return crew.start({ name, entry: entryFile(`reference/${name}/main`), env });
}

async function startFaultProxy(
  crew: Crew,
  { faultProxy: provider = embedded, proxyPort: port, seed }: ProcessEnvironmentOptions,
  signal: AbortSignal,
): Promise<ProvidedFaultProxy> {
  try {
    return await provider.start({ port, seed, signal, startChild: (order) => crew.start(order) });
  } catch (cause) {
    if (cause instanceof EnvironmentError) throw cause;
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new EnvironmentError('start-failed', 'fault-proxy', `${provider.name}: ${why}`, { cause });
  }
}

async function startReplica(
  crew: Crew,
  name: string,
  { contractFile, defect }: ProcessEnvironmentOptions,
  paths: readonly DependencyPath[],
  signal: AbortSignal,
): Promise<Environment['replicas'][number]> {
  const env = {
    LEDGER_PORT: '0',
    LEDGER_REPLICA: name,
    LEDGER_CONTRACT: contractFile,
    ...addressesFor(name, paths),
    ...(defect === null ? {} : { LEDGER_DEFECT: defect }),
  };
  const replica = await crew.start({
    name,
    entry: entryFile('reference/app/main'),
    env,
    portVariable: 'LEDGER_PORT',
    ownClock: true,
  });
  await waitUntilReady(replica, signal);
  return { name, url: replica.url };
}

function addressEntry({ name, url, controlUrl }: ServiceProcess): [string, ServiceAddress] {
  if (controlUrl === undefined) {
    throw new EnvironmentError('start-failed', name, `${name} named no control port`);
  }
  return [name, { url, controlUrl }];
}

function addressIn(addresses: ReadonlyMap<string, ServiceAddress>, name: Dependency): ServiceAddress {
  const address = addresses.get(name);
  if (address === undefined) throw new EnvironmentError('start-failed', name, `${name} is not standing`);
  return address;
}
