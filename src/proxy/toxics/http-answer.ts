import { z } from 'zod';
import type { RequestMatch } from '../http/effect.ts';
import { atLeast } from './attributes.ts';
import { fieldText, matchAll, matchFields, matchShape } from './request-match.ts';
import { defineHttpToxic, type ToxicType } from './toxic.ts';

interface HttpAnswer extends RequestMatch {
  readonly status: number;
  readonly body: string;
  readonly content_type: string;
}

/** Answers matched requests itself; the upstream never sees them. */
export const httpAnswer: ToxicType = defineHttpToxic<HttpAnswer>({
  type: 'http_answer',
  structName: 'HttpAnswerToxic',
  fields: { ...matchFields, status: 'int64', body: 'string', content_type: 'string' },
  defaults: { ...matchAll, status: 503, body: '', content_type: 'text/plain; charset=utf-8' },
  schema: z.object({
    ...matchShape,
    status: atLeast(200).refine((status) => status <= 999, { error: 'must be at most 999' }),
    body: z.string(),
    content_type: fieldText,
  }),
  effect: ({ status, body, content_type: contentType }) => ({ kind: 'answer', status, body, contentType }),
});
