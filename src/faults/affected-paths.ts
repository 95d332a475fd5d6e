import type { DependencyPath, Environment } from '../environment/environment.ts';
import type { FaultSite, FaultSpec } from '../model/fault.ts';
import { FaultError } from './fault-error.ts';

/** A way on which a fault holds: a consumer's to its dependency, or, where `dependency` is `app`, the harness's own straight to a replica. */
export type FaultedPath = Omit<DependencyPath, 'dependency'> & { readonly dependency: FaultSite };

/**
 * The paths a fault holds on: one replica's to the dependency, or every consumer's where none is named. Of a fault of the
 * application's own processes, the way to each of them, by the replica's name.
 * @throws FaultError `unsupported` where there is no such path
 */
export function affectedPaths(
  spec: FaultSpec,
  environment: Pick<Environment, 'paths' | 'replicas'>,
): readonly FaultedPath[] {
  const paths = waysTo(spec.on, environment).filter(
    ({ consumer }) => spec.replica === undefined || consumer === spec.replica,
  );
  if (paths.length === 0) {
    throw new FaultError('unsupported', `there is no path from ${spec.replica ?? 'anything'} to ${spec.on}`);
  }
  return paths;
}

function waysTo(
  site: FaultSite,
  { paths, replicas }: Pick<Environment, 'paths' | 'replicas'>,
): readonly FaultedPath[] {
  if (site !== 'app') return paths.filter(({ dependency }) => dependency === site);
  return replicas.map(({ name, url }) => ({ name, consumer: name, dependency: site, proxiedUrl: url }));
}
