import { request } from 'undici';
import type { HttpAnswer } from '../decide/policy-service.ts';
import type { PolicyServiceTransport } from '../decide/remote-policy-service.ts';
import { keepAliveAgent } from './keep-alive-agent.ts';

/** A way to the policy service behind connections that can be closed. */
interface PolicyServiceClient extends PolicyServiceTransport {
  close(): Promise<void>;
}

/** The policy service by AuthZEN over HTTP: one request a message, never a second one. */
export function createPolicyServiceClient(url: string): PolicyServiceClient {
  const dispatcher = keepAliveAgent();
  const endpoint = new URL('/access/v1/evaluation', url);
  return {
    async send({ id, token, body }, signal): Promise<HttpAnswer> {
      const answer = await request(endpoint, {
        dispatcher,
        signal,
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          authorization: `Bearer ${token}`,
          'x-request-id': id,
        },
        body: JSON.stringify(body),
      });
      return {
        status: answer.statusCode,
        contentType: one(answer.headers['content-type']),
        requestId: one(answer.headers['x-request-id']),
        location: one(answer.headers.location),
        body: await answer.body.text(),
      };
    },
    close: () => dispatcher.destroy(),
  };
}

/** A header that is there once. */
function one(header: string | string[] | undefined): string | undefined {
  return typeof header === 'string' ? header : undefined;
}
