import type { DependencyPath, Environment } from '../environment/environment.ts';
import type { FaultSpec } from '../model/fault.ts';
import { FaultError } from './fault-error.ts';

/**
 * The paths a fault holds on: one replica's to the dependency, or every consumer's where none is named.
 * @throws FaultError `unsupported` where there is no such path
 */
export function affectedPaths(
  spec: FaultSpec,
  environment: Pick<Environment, 'paths'>,
): readonly DependencyPath[] {
  const paths = environment.paths.filter(
    ({ consumer, dependency }) =>
      dependency === spec.on && (spec.replica === undefined || consumer === spec.replica),
  );
  if (paths.length === 0) {
    throw new FaultError('unsupported', `there is no path from ${spec.replica ?? 'anything'} to ${spec.on}`);
  }
  return paths;
}
