import { z } from 'zod';
import type { BodyChange, RequestMatch } from '../http/effect.ts';
import { atLeast } from './attributes.ts';
import { fieldText, matchAll, matchFields, matchShape } from './request-match.ts';
import { defineHttpToxic, type ToxicType } from './toxic.ts';

const changes = ['keep', 'replace', 'empty', 'truncate', 'malform'] as const;

interface HttpBody extends RequestMatch {
  readonly change: (typeof changes)[number];
  /** What a replaced body is replaced by. */
  readonly body: string;
  /** Bytes of a truncated body that pass. */
  readonly bytes: number;
  /** Another content type; empty for the one there is. */
  readonly content_type: string;
}

/**
 * Changes the upstream's answers to matched requests: another body or none, one cut off in the middle, one that
 * cannot be parsed, another content type.
 */
export const httpBody: ToxicType = defineHttpToxic<HttpBody>({
  type: 'http_body',
  structName: 'HttpBodyToxic',
  fields: { ...matchFields, change: 'string', body: 'string', bytes: 'int64', content_type: 'string' },
  defaults: { ...matchAll, change: 'keep', body: '', bytes: 0, content_type: '' },
  schema: z.object({
    ...matchShape,
    change: z.enum(changes, { error: `must be one of ${changes.join(', ')}` }),
    body: z.string(),
    bytes: atLeast(0),
    content_type: fieldText,
  }),
  effect: (attributes) => ({
    kind: 'alter',
    body: bodyChange(attributes),
    contentType: attributes.content_type === '' ? undefined : attributes.content_type,
  }),
});

function bodyChange({ change, body, bytes }: HttpBody): BodyChange {
  if (change === 'replace') return { kind: 'replace', by: body };
  if (change === 'empty') return { kind: 'replace', by: '' };
  if (change === 'truncate') return { kind: 'truncate', bytes };
  return { kind: change };
}
