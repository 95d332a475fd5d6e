import { request } from 'undici';
import { z } from 'zod';
import type { InputSource } from '../decide/inputs.ts';
import { saysJson } from '../media-type.ts';
import { keepAliveAgent } from './keep-alive-agent.ts';

const answerSchema = z.looseObject({ subject: z.string(), asOf: z.iso.datetime() });

/** A source of inputs behind connections that can be closed. */
interface RiskServiceClient extends InputSource {
  close(): Promise<void>;
}

/** The risk service: facts about a subject, and the moment they were true. */
export function createRiskServiceClient(url: string): RiskServiceClient {
  const dispatcher = keepAliveAgent();
  return {
    async read(attribute, { subject }, signal) {
      const { statusCode, headers, body } = await request(
        new URL(`/v1/risk/${encodeURIComponent(subject.id)}`, url),
        { dispatcher, signal },
      );
      const text = await body.text();
      // It has answered, and knows nothing of this subject.
      if (statusCode === 404) return { kind: 'absent' };
      if (statusCode !== 200) throw new Error(`the risk service answered ${statusCode}`);
      if (!saysJson(headers['content-type'])) throw new Error('the answer of the risk service is not JSON');
      const answer = answerSchema.parse(JSON.parse(text));
      if (answer.subject !== subject.id) throw new Error('the risk service answered for somebody else');
      const value = answer[attribute];
      if (value === undefined || value === null) return { kind: 'absent' };
      return { kind: 'value', value, ageMs: Date.now() - Date.parse(answer.asOf) };
    },
    close: () => dispatcher.destroy(),
  };
}
