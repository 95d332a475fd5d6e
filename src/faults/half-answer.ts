import type { Dependency, FaultSpec } from '../model/fault.ts';
import type { Fault } from './fault.ts';
import { injectToxics } from './toxic-part.ts';

/**
 * No whole answer is shorter, in bytes: the status line and, where the answer must have a body to be believed,
 * the shortest such body with the two headers it needs. The bundle service's shortest is a 304, the sink's a 204.
 */
const shortestAnswer: Readonly<Record<Dependency, number>> = {
  'policy-service': 80,
  'context-service': 80,
  'bundle-service': 28,
  'log-sink': 27,
};

/** The answer stops after so many bytes of its connection, which then closes. */
export const halfAnswer: Fault<Extract<FaultSpec, { type: 'half-answer' }>> = {
  type: 'half-answer',
  // More bytes than that may let a short answer through whole, or several on one connection.
  effect: ({ bytes, on }) => ({ kind: bytes < shortestAnswer[on] ? 'out' : 'maybe-out' }),
  inject: async (spec, environment, leaseMs) => {
    const attributes = { bytes: spec.bytes };
    return injectToxics(
      spec,
      environment,
      [{ type: 'limit_data', stream: 'downstream', attributes }],
      leaseMs,
    );
  },
  shows: (_spec, { symptom }) => symptom === 'closed early',
};
