import type { FaultSpec } from '../model/fault.ts';
import { injectBehaviour } from './behaviour-part.ts';
import { evaluationQuestion } from './evaluation-question.ts';
import type { Fault } from './fault.ts';

/**
 * The policy service no longer lets the application in, whatever credential it brings. Its metadata stay open to everybody, so
 * only an evaluation shows it.
 */
export const credentialRevoked: Fault<Extract<FaultSpec, { type: 'credential-revoked' }>> = {
  type: 'credential-revoked',
  effect: () => ({ kind: 'out' }),
  inject: (spec, environment, leaseMs) =>
    injectBehaviour(spec, environment, { kind: 'credential-revoked' }, leaseMs, () =>
      evaluationQuestion(environment.services),
    ),
  shows: (_spec, { symptom }) => symptom === 'status 401',
};
