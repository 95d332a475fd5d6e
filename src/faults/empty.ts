import type { FaultSpec } from '../model/fault.ts';
import { injectBehaviour } from './behaviour-part.ts';
import type { Fault } from './fault.ts';

/** The service answers 200 without a body. */
export const empty: Fault<Extract<FaultSpec, { type: 'empty' }>> = {
  type: 'empty',
  effect: () => ({ kind: 'lying' }),
  inject: (spec, environment, leaseMs) => injectBehaviour(spec, environment, { kind: 'empty' }, leaseMs),
  shows: (_spec, { symptom }) => symptom === 'empty',
};
