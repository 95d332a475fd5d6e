import type { FaultSpec } from '../model/fault.ts';
import { injectBehaviour } from './behaviour-part.ts';
import { evaluationQuestion } from './evaluation-question.ts';
import type { Fault } from './fault.ts';

/**
 * The policy service takes no credential that was issued before the fault began. The canary keeps the one it was issued before,
 * so it meets the fault for as long as that lasts; an application that gets itself a new one is out for a moment only.
 */
export const credentialRotated: Fault<Extract<FaultSpec, { type: 'credential-rotated' }>> = {
  type: 'credential-rotated',
  effect: () => ({ kind: 'interrupted' }),
  inject: (spec, environment, leaseMs) =>
    injectBehaviour(spec, environment, { kind: 'credential-rotated' }, leaseMs, () =>
      evaluationQuestion(environment.services),
    ),
  shows: (_spec, { symptom }) => symptom === 'status 401',
};
