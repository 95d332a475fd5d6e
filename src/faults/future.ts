import type { FaultSpec } from '../model/fault.ts';
import { injectBehaviour } from './behaviour-part.ts';
import { contextAttribute, contextInput, requireContextService } from './context-input.ts';
import type { Fault } from './fault.ts';

/** Every time stamp of the context service lies in the future, so that no value would ever seem old. */
export const future: Fault<Extract<FaultSpec, { type: 'future' }>> = {
  type: 'future',
  effect: () => ({ kind: 'input-missing', input: contextInput(contextAttribute) }),
  inject: async (spec, environment, leaseMs) => {
    requireContextService(spec);
    return injectBehaviour(spec, environment, { kind: 'future', aheadMs: spec.aheadMs }, leaseMs);
  },
  shows: (_spec, { symptom }) => symptom === 'future',
};
