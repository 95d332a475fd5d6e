import { Toxiproxy } from 'toxiproxy-node-client';
import type { Dependency } from '../../model/fault.ts';
import type { DependencyPath, Environment, FaultProxyHandle, ServiceAddress } from '../environment.ts';
import { EnvironmentError } from '../environment-error.ts';
import type { Crew } from './crew.ts';
import { entryFile } from './entry.ts';
import type { ProcessEnvironmentOptions } from './process-environment.ts';
import { addressesFor, layPaths } from './proxies.ts';
import { waitUntilReady } from './ready-check.ts';
import type { ServiceProcess } from './service-process.ts';
import { policyServiceEdges, replicaEdges } from './topology.ts';

/** What stands, filled in as it comes up: a start that fails half-way must know what to take away. */
export interface Standing {
  faultProxy: FaultProxyHandle | undefined;
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
    startFaultProxy(crew, options),
  ]);
  standing.faultProxy = faultProxy;
  const addresses = new Map([bundleService, contextService, logSink].map(addressEntry));
  const urlOf = (dependency: Dependency): string => addressIn(addresses, dependency).url;

  standing.paths.push(...(await layPaths(faultProxy.client, policyServiceEdges, urlOf)));
  const policyService = await startService(
    crew,
    'policy-service',
    addressesFor('policy-service', standing.paths),
  );
  addresses.set(...addressEntry(policyService));
  standing.paths.push(...(await layPaths(faultProxy.client, replicaEdges(options.replicas), urlOf)));

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
  { proxyPort, seed }: ProcessEnvironmentOptions,
): Promise<FaultProxyHandle> {
  const args = ['--host', '127.0.0.1', '--port', String(proxyPort), '--seed', String(seed)];
  const { url } = await crew.start({ name: 'fault-proxy', entry: entryFile('proxy/main'), args });
  return { client: new Toxiproxy(url), capabilities: { leases: true, httpToxics: false } };
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
  const replica = await crew.start({ name, entry: entryFile('reference/app/main'), env });
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
