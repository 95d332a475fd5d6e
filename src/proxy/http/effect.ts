import type { RequestHead } from './head.ts';

/** What an HTTP toxic does to a request that it matches. */
export type HttpEffect =
  /** Answers it; the upstream never sees the request. */
  | { readonly kind: 'answer'; readonly status: number; readonly contentType: string; readonly body: string }
  /** The upstream never sees the request, and the client never an answer. */
  | { readonly kind: 'drop'; readonly ending: 'close' | 'reset' | 'hang' }
  /** The answer is later by this many milliseconds. */
  | { readonly kind: 'delay'; readonly delayMs: number }
  /** The answer's body and content type are changed on the way. */
  | { readonly kind: 'alter'; readonly body: BodyChange; readonly contentType: string | undefined };

/** What becomes of a body. */
export type BodyChange =
  | { readonly kind: 'keep' }
  | { readonly kind: 'replace'; readonly by: string }
  /** So many bytes pass, then the connection closes in mid-message. */
  | { readonly kind: 'truncate'; readonly bytes: number }
  /** The first byte is another: of the same length, and no JSON any more. */
  | { readonly kind: 'malform' };

/** Which requests a toxic means; what is empty or 0 means any. */
export interface RequestMatch {
  readonly method: string;
  /** The path without its query; `*` stands for any characters. */
  readonly path: string;
  /** `Name: value`, or `Name` for any value. */
  readonly header: string;
  /** Only the n-th request that fits the rest, counted from 1. */
  readonly nth: number;
  /** Only the first so many requests that fit the rest. */
  readonly first: number;
}

/** Whether a request fits by method, path and header. */
export function fits(match: RequestMatch, { method, target, fields }: RequestHead): boolean {
  if (match.method !== '' && match.method.toUpperCase() !== method) return false;
  const path = target.replace(/^https?:\/\/[^/?]*/i, '').split('?')[0] ?? '';
  if (match.path !== '' && !matchesGlob(match.path, path)) return false;
  if (match.header === '') return true;
  const [name = '', ...value] = match.header.split(':');
  const wanted = value.join(':').trim();
  return fields.some(
    ([field, found]) => field === name.trim().toLowerCase() && (wanted === '' || wanted === found),
  );
}

/** Whether the `count`-th request that fits is meant. */
export function counts({ nth, first }: RequestMatch, count: number): boolean {
  return (nth <= 0 || count === nth) && (first <= 0 || count <= first);
}

/** `*` stands for any characters, none included. In time linear in the text, whatever the pattern. */
function matchesGlob(glob: string, text: string): boolean {
  const [start = '', ...rest] = glob.split('*');
  const end = rest.pop();
  if (end === undefined) return text === start;
  if (!text.startsWith(start)) return false;
  let at = start.length;
  for (const part of rest) {
    const found = text.indexOf(part, at);
    if (found === -1) return false;
    at = found + part.length;
  }
  return text.length - at >= end.length && text.endsWith(end);
}
