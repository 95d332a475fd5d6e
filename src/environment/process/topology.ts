import { dependencies } from '../../model/fault.ts';
import type { Dependency } from '../../model/fault.ts';

/** One consumer's way to one dependency, before it has an address. */
export interface Edge {
  /** `<consumer>.<dependency>`: also the name of its proxy. */
  readonly name: string;
  readonly consumer: string;
  readonly dependency: Dependency;
}

/** The policy service's own dependency: it takes its policies from where the replicas take theirs. */
export const policyServiceEdge: Edge = edge('policy-service', 'bundle-service');

/** Every replica's ways to everything it depends on. */
export function replicaEdges(replicas: readonly string[]): readonly Edge[] {
  return replicas.flatMap((replica) => dependencies.map((dependency) => edge(replica, dependency)));
}

function edge(consumer: string, dependency: Dependency): Edge {
  return { name: `${consumer}.${dependency}`, consumer, dependency };
}
