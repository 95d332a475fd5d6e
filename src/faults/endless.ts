import type { FaultSpec } from '../model/fault.ts';
import { injectBehaviour } from './behaviour-part.ts';
import type { Fault } from './fault.ts';

/** The service answers with a body that begins well and never ends. */
export const endless: Fault<Extract<FaultSpec, { type: 'endless' }>> = {
  type: 'endless',
  effect: () => ({ kind: 'out' }),
  inject: (spec, environment, leaseMs) => injectBehaviour(spec, environment, { kind: 'endless' }, leaseMs),
  shows: (_spec, { symptom }) => symptom === 'unended',
};
