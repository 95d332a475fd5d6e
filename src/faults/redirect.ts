import type { FaultSpec } from '../model/fault.ts';
import { injectBehaviour } from './behaviour-part.ts';
import type { Fault } from './fault.ts';

/** The service sends whoever asks elsewhere: 307 to an address that nobody vouches for. */
export const redirect: Fault<Extract<FaultSpec, { type: 'redirect' }>> = {
  type: 'redirect',
  effect: () => ({ kind: 'lying' }),
  inject: (spec, environment, leaseMs) => injectBehaviour(spec, environment, { kind: 'redirect' }, leaseMs),
  shows: (_spec, { symptom }) => symptom === 'status 307',
};
