import { request } from 'undici';
import type { HttpAnswer } from '../app/decide/policy-service.ts';
import { createRemotePolicyService } from '../app/decide/remote-policy-service.ts';
import type { Seed } from './defect.ts';

/** Goes where it is sent, question, credential and all, as most HTTP clients do unless they are told not to. */
export const seed: Seed = (parts, { policyService }) => ({
  ...parts,
  policyService: createRemotePolicyService({
    ...policyService,
    transport: {
      async send(message, signal): Promise<HttpAnswer> {
        const answer = await policyService.transport.send(message, signal);
        if (answer.status < 300 || answer.status > 399 || answer.location === undefined) return answer;
        const { statusCode, headers, body } = await request(answer.location, {
          signal,
          method: 'POST',
          headers: { 'content-type': 'application/json', authorization: `Bearer ${message.token}` },
          body: JSON.stringify(message.body),
          reset: true,
        });
        const contentType = headers['content-type'];
        return {
          ...answer,
          status: statusCode,
          contentType: typeof contentType === 'string' ? contentType : undefined,
          // What went back to the first request is gone on the way.
          requestId: message.id,
          body: await body.text(),
        };
      },
    },
  }),
});
