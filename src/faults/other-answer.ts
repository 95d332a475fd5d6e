import type { FaultSpec } from '../model/fault.ts';
import { injectBehaviour } from './behaviour-part.ts';
import { evaluationQuestion } from './evaluation-question.ts';
import type { Fault } from './fault.ts';

/** The policy service answers with an allow that carries the id of somebody else's request. */
export const otherAnswer: Fault<Extract<FaultSpec, { type: 'other-answer' }>> = {
  type: 'other-answer',
  effect: () => ({ kind: 'lying' }),
  inject: (spec, environment, leaseMs) =>
    injectBehaviour(spec, environment, { kind: 'other-answer' }, leaseMs, () =>
      evaluationQuestion(environment.services),
    ),
  shows: (_spec, { symptom }) => symptom === "another's answer",
};
