import type { FaultSpec } from '../model/fault.ts';
import { injectBehaviour } from './behaviour-part.ts';
import type { Fault } from './fault.ts';

/** The service answers every request with one status and nothing of use. */
export const status: Fault<Extract<FaultSpec, { type: 'status' }>> = {
  type: 'status',
  effect: () => ({ kind: 'lying' }),
  inject: (spec, environment, leaseMs) =>
    injectBehaviour(
      spec,
      environment,
      {
        kind: 'status',
        status: spec.status,
        ...(spec.retryAfterMs === undefined ? {} : { retryAfterMs: spec.retryAfterMs }),
      },
      leaseMs,
    ),
  shows: (spec, { symptom }) => symptom === `status ${spec.status}`,
};
