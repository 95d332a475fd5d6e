import { z } from 'zod';
import type { RequestMatch } from '../http/effect.ts';
import { matchAll, matchFields, matchShape } from './request-match.ts';
import { defineHttpToxic, type ToxicType } from './toxic.ts';

const endings = ['close', 'reset', 'hang'] as const;

interface HttpDrop extends RequestMatch {
  /** What becomes of the connection: closed, reset, or left without an answer. */
  readonly ending: (typeof endings)[number];
}

/** Loses matched requests: the upstream never sees them and the client never gets an answer. */
export const httpDrop: ToxicType = defineHttpToxic<HttpDrop>({
  type: 'http_drop',
  structName: 'HttpDropToxic',
  fields: { ...matchFields, ending: 'string' },
  defaults: { ...matchAll, ending: 'close' },
  schema: z.object({
    ...matchShape,
    ending: z.enum(endings, { error: `must be one of ${endings.join(', ')}` }),
  }),
  effect: ({ ending }) => ({ kind: 'drop', ending }),
});
