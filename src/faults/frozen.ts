import type { FaultSpec } from '../model/fault.ts';
import { injectBehaviour } from './behaviour-part.ts';
import { contextAttribute, contextInput, requireContextService } from './context-input.ts';
import type { Fault } from './fault.ts';

/** The context service goes on answering, with the value and the time stamp it had when the fault began. */
export const frozen: Fault<Extract<FaultSpec, { type: 'frozen' }>> = {
  type: 'frozen',
  effect: () => ({ kind: 'input-frozen', input: contextInput(contextAttribute) }),
  inject: async (spec, environment, leaseMs) => {
    requireContextService(spec);
    return injectBehaviour(spec, environment, { kind: 'frozen' }, leaseMs);
  },
  shows: (_spec, { symptom }) => symptom === 'frozen',
};
