import type { FaultSpec } from '../model/fault.ts';
import { injectBehaviour } from './behaviour-part.ts';
import { contextInput, requireContextService } from './context-input.ts';
import type { Fault } from './fault.ts';

/** The context service answers without one attribute. */
export const missingAttribute: Fault<Extract<FaultSpec, { type: 'missing-attribute' }>> = {
  type: 'missing-attribute',
  effect: ({ attribute }) => ({ kind: 'input-missing', input: contextInput(attribute) }),
  inject: async (spec, environment, leaseMs) => {
    requireContextService(spec);
    const { attribute } = spec;
    return injectBehaviour(spec, environment, { kind: 'missing-attribute', attribute }, leaseMs);
  },
  shows: ({ attribute }, { symptom }) => symptom === `missing ${attribute}`,
};
