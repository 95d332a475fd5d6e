import type { FaultSpec } from '../model/fault.ts';
import { injectBehaviour } from './behaviour-part.ts';
import { contextAttribute, contextInput } from './context-input.ts';
import type { Fault } from './fault.ts';
import { FaultError } from './fault-error.ts';

/**
 * The service goes on saying what it said when the fault began. A value of the context service ages by its time stamp; a
 * bundle that is confirmed again and again by the confirmation of then is confirmed no more.
 */
export const frozen: Fault<Extract<FaultSpec, { type: 'frozen' }>> = {
  type: 'frozen',
  effect: ({ on }) =>
    on === 'bundle-service'
      ? { kind: 'out' }
      : { kind: 'input-frozen', input: contextInput(contextAttribute) },
  inject: async (spec, environment, leaseMs) => {
    if (spec.on !== 'context-service' && spec.on !== 'bundle-service') {
      throw new FaultError('unsupported', `nothing that ${spec.on} says can be one of the past`);
    }
    return injectBehaviour(spec, environment, { kind: 'frozen' }, leaseMs);
  },
  shows: (_spec, { symptom }) => symptom === 'frozen',
};
