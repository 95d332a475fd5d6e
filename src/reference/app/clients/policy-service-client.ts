import { request } from 'undici';
import { signalWithin } from '../decide/deadline.ts';
import { believe, unavailable, type PolicyService } from '../decide/policy-service.ts';
import { failureOf } from '../failure.ts';
import { keepAliveAgent } from './keep-alive-agent.ts';

/** Where the policy service is, and how to ask it. */
interface PolicyServiceClientOptions {
  readonly url: string;
  /** For one question, in milliseconds. */
  readonly timeoutMs: number;
  /** Proves that the caller is the ledger. */
  readonly credential: () => Promise<string>;
}

/** A policy service behind connections that can be closed. */
interface PolicyServiceClient extends PolicyService {
  close(): Promise<void>;
}

/** The policy service by AuthZEN over HTTP: one request a question, never a second one. */
export function createPolicyServiceClient({
  url,
  timeoutMs,
  credential,
}: PolicyServiceClientOptions): PolicyServiceClient {
  const dispatcher = keepAliveAgent();
  const endpoint = new URL('/access/v1/evaluation', url);
  return {
    async ask(question, context) {
      const signal = signalWithin(timeoutMs, question.deadline);
      const { id, subject, action, resource } = question;
      try {
        const { statusCode, headers, body } = await request(endpoint, {
          dispatcher,
          signal,
          method: 'POST',
          headers: {
            'content-type': 'application/json',
            authorization: `Bearer ${await credential()}`,
            'x-request-id': id,
          },
          body: JSON.stringify({ subject, action: { name: action }, resource: resource.entity, context }),
        });
        const requestId = headers['x-request-id'];
        return believe(
          {
            status: statusCode,
            requestId: typeof requestId === 'string' ? requestId : undefined,
            body: await body.text(),
          },
          id,
        );
      } catch (error) {
        const { reason, timedOut } = failureOf(error);
        return unavailable(`the policy service: ${reason}`, timedOut);
      }
    },
    close: () => dispatcher.destroy(),
  };
}
