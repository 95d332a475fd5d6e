import { z } from 'zod';
import type { RequestMatch } from '../http/effect.ts';
import { atLeast } from './attributes.ts';

/** Attributes that every HTTP toxic has, to say which requests it means. */
export const matchFields = {
  method: 'string',
  path: 'string',
  header: 'string',
  nth: 'int64',
  first: 'int64',
} as const;

/** Any request. */
export const matchAll: RequestMatch = { method: '', path: '', header: '', nth: 0, first: 0 };

/** What is allowed for them. */
export const matchShape = {
  method: z.string(),
  path: z.string(),
  header: z.string(),
  nth: atLeast(0),
  first: atLeast(0),
};

/** Text that may stand in a header field. */
export const fieldText = z.string().refine((text) => !/[^\t\x20-\x7e\x80-\xff]/.test(text), {
  error: 'holds characters that no header may hold',
});
