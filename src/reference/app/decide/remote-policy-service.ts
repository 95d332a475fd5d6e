import { failureOf } from '../failure.ts';
import type { WorkloadCredential } from '../clients/workload-credential.ts';
import { signalWithin } from './deadline.ts';
import { unavailable, type HttpAnswer, type PolicyService, type RemoteAnswer } from './policy-service.ts';

/** What is sent to ask one question. */
export interface PolicyServiceMessage {
  /** Request id that the answer has to repeat. */
  readonly id: string;
  /** Proves that the caller is the ledger. */
  readonly token: string;
  /** An AuthZEN access evaluation. */
  readonly body: unknown;
}

/** Sends a message and reads the answer to its end. Rejects when there is none before the signal. */
export interface PolicyServiceTransport {
  send(message: PolicyServiceMessage, signal: AbortSignal): Promise<HttpAnswer>;
}

/** What it takes to ask the remote policy service. */
export interface RemotePolicyServiceParts {
  readonly transport: PolicyServiceTransport;
  readonly credential: WorkloadCredential;
  /** For one question, in milliseconds. */
  readonly timeoutMs: number;
  /** What an answer is worth. */
  readonly believe: (answer: HttpAnswer, requestId: string) => RemoteAnswer;
}

/**
 * Asks once. Whatever comes back that is not believable is `unavailable`, and nothing is asked again for it: not when
 * the service says when to come again (429, 503), nor when it refuses the credential (401), which gets a new
 * one for the questions to come.
 */
export function createRemotePolicyService({
  transport,
  credential,
  timeoutMs,
  believe,
}: RemotePolicyServiceParts): PolicyService {
  return {
    async ask({ id, subject, action, resource, deadline }, context) {
      const signal = signalWithin(timeoutMs, deadline);
      const body = { subject, action: { name: action }, resource: resource.entity, context };
      try {
        const token = await credential.current();
        const answer = await transport.send({ id, token, body }, signal);
        if (answer.status === 401) credential.refused(token);
        return believe(answer, id);
      } catch (error) {
        const { reason, timedOut } = failureOf(error);
        return unavailable(`the policy service: ${reason}`, timedOut);
      }
    },
  };
}
