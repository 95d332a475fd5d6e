import type { Dependency } from '../model/fault.ts';

/**
 * No whole answer is shorter, in bytes: the status line and, where the answer must have a body to be believed,
 * the shortest such body with the two headers it needs. The bundle service's shortest is a 304, the sink's a 204.
 */
export const shortestAnswer: Readonly<Record<Dependency, number>> = {
  'policy-service': 80,
  'context-service': 80,
  'bundle-service': 28,
  'log-sink': 27,
};

/** No answer on the decision path is longer, in bytes; how long a bundle is nobody can know. */
export const longestAnswer: Readonly<Record<Dependency, number>> = {
  'policy-service': 2_048,
  'context-service': 1_024,
  'bundle-service': Number.POSITIVE_INFINITY,
  'log-sink': 1_024,
};
