import type { FaultSpec } from '../model/fault.ts';
import type { Fault } from './fault.ts';
import { injectToxics } from './toxic-part.ts';

/**
 * The connection is reset once an answer is under way. Connections that were open when the fault began are
 * closed instead of reset (a property of Toxiproxy's), at the same moment.
 */
export const reset: Fault<Extract<FaultSpec, { type: 'reset' }>> = {
  type: 'reset',
  effect: () => ({ kind: 'out' }),
  inject: async (spec, environment, leaseMs) =>
    injectToxics(
      spec,
      environment,
      [{ type: 'reset_peer', stream: 'downstream', attributes: { timeout: 0 } }],
      leaseMs,
    ),
  shows: (_spec, { symptom }) => symptom === 'ECONNRESET',
};
