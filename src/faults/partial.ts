import type { FaultSpec } from '../model/fault.ts';
import { injectBehaviour } from './behaviour-part.ts';
import { questionBy } from './canary-question.ts';
import { contextAttribute, contextInput, requireContextService } from './context-input.ts';
import type { Fault } from './fault.ts';

/** The context service has lost some subjects, and answers for the others. A canary asks for the first of the lost. */
export const partial: Fault<Extract<FaultSpec, { type: 'partial' }>> = {
  type: 'partial',
  effect: ({ subjects }) => ({ kind: 'input-missing', input: contextInput(contextAttribute), subjects }),
  inject: async (spec, environment, leaseMs) => {
    requireContextService(spec);
    const { subjects } = spec;
    const path = `/v1/risk/${encodeURIComponent(subjects[0] ?? 'canary')}`;
    const question = questionBy('context-service', { method: 'GET', path });
    return injectBehaviour(spec, environment, { kind: 'partial', subjects }, leaseMs, () =>
      Promise.resolve(question),
    );
  },
  shows: (_spec, { symptom }) => symptom === 'status 404',
};
