import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Environment } from '../environment/environment.ts';
import { questionBy } from './canary-question.ts';
import type { CanaryQuestion } from './canary-question.ts';
import { controlCall } from './control-call.ts';
import { jsonObject, notJson, unusable } from './symptom.ts';
import type { Answer, Symptom } from './symptom.ts';

const issued = z.object({ credential: z.string() });

/** A question to which every policy service has an answer. */
const evaluation = {
  subject: { type: 'User', id: 'canary' },
  action: { name: 'canary' },
  resource: { type: 'canary', id: 'canary' },
};

/**
 * A canary that asks the policy service for a decision, as the application does, with a credential that is issued now. What
 * is wrong with decisions, or with those who ask for them, does not show in the service's metadata.
 * @throws Error where the service's control port issues no credential
 */
export async function evaluationQuestion(services: Environment['services']): Promise<CanaryQuestion> {
  const url = `${services['policy-service'].controlUrl}/control/credentials`;
  const { credential } = issued.parse(JSON.parse(await controlCall('POST', url)));
  const requestId = randomUUID();
  return questionBy(
    'policy-service',
    {
      method: 'POST',
      path: '/access/v1/evaluation',
      headers: {
        authorization: `Bearer ${credential}`,
        'content-type': 'application/json',
        'x-request-id': requestId,
      },
      body: JSON.stringify(evaluation),
    },
    (answer) => symptomOf(answer, requestId),
  );
}

function symptomOf(answer: Answer, requestId: string): Symptom {
  const wrong = unusable(answer);
  if (wrong !== undefined) return wrong;
  const value = jsonObject(answer);
  if (value === undefined) return notJson(answer);
  if (answer.requestId !== requestId) return "another's answer";
  if (value['decision'] === undefined) return 'missing decision';
  return typeof value['decision'] === 'boolean' ? 'ok' : 'wrong type decision';
}
