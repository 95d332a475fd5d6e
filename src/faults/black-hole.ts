import type { FaultSpec } from '../model/fault.ts';
import type { Fault } from './fault.ts';
import { injectToxics } from './toxic-part.ts';

/**
 * Connections open and nothing ever comes back. Both directions are swallowed: the request must not reach the
 * service either, and an answer that was under way when the fault began must not arrive.
 */
export const blackHole: Fault<Extract<FaultSpec, { type: 'black-hole' }>> = {
  type: 'black-hole',
  effect: () => ({ kind: 'out' }),
  inject: async (spec, environment, leaseMs) =>
    injectToxics(
      spec,
      environment,
      // A time-out of 0 never closes the connection.
      [
        { type: 'timeout', stream: 'upstream', attributes: { timeout: 0 } },
        { type: 'timeout', stream: 'downstream', attributes: { timeout: 0 } },
      ],
      leaseMs,
    ),
  shows: (_spec, { symptom }) => symptom === 'timeout',
};
