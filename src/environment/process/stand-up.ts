import { join } from 'node:path';
import type { DependencyPath, Replica } from '../environment.ts';
import type { Crew } from './crew.ts';
import { entryFile } from './entry.ts';
import type { ReplicaOptions } from './options.ts';
import type { ReleaseFiles } from './release-files.ts';
import type { RunRegistration } from './run-registry.ts';
import { addressesFor, layPath } from './proxies.ts';
import { waitUntilReady } from './ready-check.ts';
import type { PreparedServices } from './renew-services.ts';
import { replicaEdges } from './topology.ts';

/** Where a replica's own files are. */
export interface ReplicaFiles {
  readonly registration: RunRegistration;
  /** Undefined where policy does not come with the release. */
  readonly release: ReleaseFiles | undefined;
}

/**
 * Lays the replicas' paths, starts the replicas and waits until they can do their work.
 * @param paths takes what is laid, also where the start fails half-way
 * @throws EnvironmentError
 */
export async function standUpReplicas(
  options: ReplicaOptions,
  { faultProxy, addresses }: PreparedServices,
  crew: Crew,
  files: ReplicaFiles,
  paths: DependencyPath[],
  signal: AbortSignal,
): Promise<readonly Replica[]> {
  await files.release?.deploy();
  for (const edge of replicaEdges(options.replicas)) {
    paths.push(await layPath(faultProxy.client, edge, addresses[edge.dependency].url, signal));
  }
  return Promise.all(options.replicas.map((name) => startReplica(crew, name, options, files, paths, signal)));
}

async function startReplica(
  crew: Crew,
  name: string,
  { contractFile, defect, engine, witnessFolder }: ReplicaOptions,
  { registration, release }: ReplicaFiles,
  paths: readonly DependencyPath[],
  signal: AbortSignal,
): Promise<Replica> {
  const env = {
    LEDGER_PORT: '0',
    LEDGER_REPLICA: name,
    LEDGER_CONTRACT: contractFile,
    // What it remembers there outlives its process, and goes with the drill.
    LEDGER_STATE: registration.fileBeside(`${name}.state`),
    ...(release === undefined ? {} : { LEDGER_BUNDLE_FILE: release.fileOf(name) }),
    ...addressesFor(name, paths),
    ...(defect === null ? {} : { LEDGER_DEFECT: defect }),
    ...(engine === undefined ? {} : { LEDGER_ENGINE: engine }),
    ...(witnessFolder === undefined ? {} : { LEDGER_WITNESS: join(witnessFolder, `${name}.witness`) }),
  };
  const replica = await crew.start(
    { name, entry: entryFile('reference/app/main'), env, portVariable: 'LEDGER_PORT', ownClock: true },
    signal,
  );
  await waitUntilReady(replica, signal);
  return { name, url: replica.url };
}
