import type { FaultSpec } from '../model/fault.ts';
import { shortestAnswer } from './answer-size.ts';
import type { Fault } from './fault.ts';
import { injectToxics } from './toxic-part.ts';

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
