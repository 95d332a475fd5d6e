import type { FaultSpec } from '../model/fault.ts';
import { injectBehaviour } from './behaviour-part.ts';
import type { Fault } from './fault.ts';

/** The service answers 200 with a body that says JSON and is not. */
export const malformed: Fault<Extract<FaultSpec, { type: 'malformed' }>> = {
  type: 'malformed',
  effect: () => ({ kind: 'lying' }),
  inject: (spec, environment, leaseMs) => injectBehaviour(spec, environment, { kind: 'malformed' }, leaseMs),
  shows: (_spec, { symptom }) => symptom === 'malformed',
};
