import { z } from 'zod';
import type { Decision } from '../../../model/decision.ts';
import { saysJson } from '../media-type.ts';
import type { Question } from './question.ts';

/** Asks the remote policy service one question. */
export interface PolicyService {
  /** Never throws: whatever is no believable answer is `unavailable`. */
  ask(question: Question, context: Readonly<Record<string, unknown>>): Promise<RemoteAnswer>;
}

/** A believable answer, or none; `timedOut` tells silence from every other failure. */
export type RemoteAnswer =
  | {
      readonly kind: 'answer';
      readonly outcome: Decision;
      readonly revision: number;
      readonly reason: string;
    }
  | { readonly kind: 'unavailable'; readonly timedOut: boolean; readonly reason: string };

/** An HTTP answer, as far as it matters here. */
export interface HttpAnswer {
  readonly status: number;
  readonly contentType: string | undefined;
  readonly requestId: string | undefined;
  /** Where a redirect points to. */
  readonly location: string | undefined;
  readonly body: string;
}

/** The response context is the policy service's own affair: what of it does not read as ours is passed over. */
const evaluation = z.object({
  decision: z.boolean(),
  context: z
    .object({ policyRevision: z.number().catch(0), reason: z.string().catch('') })
    .catch({ policyRevision: 0, reason: '' }),
});

/**
 * What an HTTP answer is worth. Only a 200 in JSON that repeats our request id and holds a boolean decision is an
 * answer; all else (an error status, a redirect, another request's answer, half a body) says nothing about what is
 * allowed.
 */
export function believe(answer: HttpAnswer, requestId: string): RemoteAnswer {
  if (answer.status !== 200) return unavailable(`the policy service answered ${answer.status}`);
  if (!saysJson(answer.contentType)) return unavailable('the answer is not JSON');
  if (answer.requestId !== requestId) return unavailable('the answer is not to this request');
  const parsed = evaluation.safeParse(parseJson(answer.body));
  if (!parsed.success) return unavailable('the answer holds no decision');
  const { decision, context } = parsed.data;
  return {
    kind: 'answer',
    outcome: decision ? 'allow' : 'deny',
    revision: context.policyRevision,
    reason: context.reason,
  };
}

/** No believable answer, and why. */
export function unavailable(reason: string, timedOut = false): RemoteAnswer {
  return { kind: 'unavailable', timedOut, reason };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
