import { STATUS_CODES } from 'node:http';
import type { BodyChange } from './effect.ts';
import { contentLength, isChunked } from './head.ts';
import type { HeaderField, RequestHead, ResponseHead } from './head.ts';
import type { Framing } from './message-reader.ts';

/** How the end of a request's body is found. */
export function requestFraming({ fields }: RequestHead): Framing {
  if (isChunked(fields)) return { kind: 'chunked' };
  const bytes = contentLength(fields);
  return bytes === undefined ? { kind: 'none' } : { kind: 'length', bytes };
}

/** How the end of a response's body is found, which depends on the request (RFC 9112, section 6.3). */
export function responseFraming(request: RequestHead | undefined, { status, fields }: ResponseHead): Framing {
  if (status === 101 || (request?.method === 'CONNECT' && status < 300)) return { kind: 'opaque' };
  if (status < 200 || status === 204 || status === 304 || request?.method === 'HEAD') return { kind: 'none' };
  if (isChunked(fields)) return { kind: 'chunked' };
  const bytes = contentLength(fields);
  return bytes === undefined ? { kind: 'until-close' } : { kind: 'length', bytes };
}

/** A whole response of our own. */
export function writeAnswer(
  { method }: RequestHead,
  {
    status,
    contentType,
    body,
  }: { readonly status: number; readonly contentType: string; readonly body: string },
  keepAlive: boolean,
): Buffer {
  const content = Buffer.from(body);
  const bodiless = status < 200 || status === 204 || status === 304;
  const fields: HeaderField[] = [
    ['Date', new Date().toUTCString()],
    ...(contentType === '' || bodiless ? [] : [['Content-Type', contentType] as const]),
    ...(bodiless ? [] : [['Content-Length', String(content.length)] as const]),
    ['Connection', keepAlive ? 'keep-alive' : 'close'],
  ];
  const head = writeHead(`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? 'Unknown'}`, fields);
  return method === 'HEAD' || bodiless ? head : Buffer.concat([head, content]);
}

/**
 * What is sent in the place of a response's head: the head itself, perhaps with other fields, and the whole of a
 * body that replaces its own.
 * @param raw the head as it came
 */
export function changeHead(
  raw: Buffer,
  { body, contentType }: { readonly body: BodyChange; readonly contentType: string | undefined },
  hasBody: boolean,
): readonly Buffer[] {
  const replacement = body.kind === 'replace' && hasBody ? Buffer.from(body.by) : undefined;
  if (replacement === undefined && contentType === undefined) return [raw];
  const [start = '', ...lines] = raw.toString('latin1').slice(0, -4).split('\r\n');
  const dropped = new Set([
    ...(replacement === undefined ? [] : describeBody),
    ...(contentType === undefined ? [] : ['content-type']),
  ]);
  const kept = lines.filter((line) => !dropped.has(line.slice(0, line.indexOf(':')).toLowerCase()));
  if (contentType !== undefined) kept.push(`Content-Type: ${contentType}`);
  if (replacement !== undefined) kept.push(`Content-Length: ${replacement.length}`);
  const head = Buffer.from(`${[start, ...kept].join('\r\n')}\r\n\r\n`, 'latin1');
  return replacement === undefined ? [head] : [head, replacement];
}

/** Fields that are not true of another body. */
const describeBody = ['content-length', 'transfer-encoding', 'content-encoding', 'trailer', 'etag', 'digest'];

/**
 * A stretch of a body, changed.
 * @param before bytes of the body that came before
 * @returns `cut`: the connection is to close here, in mid-message
 */
export function changeBody(
  raw: Buffer,
  before: number,
  change: BodyChange,
): { readonly data: Buffer; readonly cut: boolean } {
  switch (change.kind) {
    case 'replace':
      return { data: raw.subarray(0, 0), cut: false };
    case 'truncate': {
      const left = Math.max(0, change.bytes - before);
      return { data: raw.subarray(0, left), cut: raw.length > left };
    }
    case 'malform':
      return { data: before === 0 ? malformed(raw) : raw, cut: false };
    case 'keep':
    default:
      return { data: raw, cut: false };
  }
}

/** The first byte is another, which makes JSON no JSON, and HTML or compressed data no such either. */
function malformed(raw: Buffer): Buffer {
  const wrong = Buffer.from(raw);
  wrong.write(raw[0] === 0x3c ? '}' : '<');
  return wrong;
}

function writeHead(start: string, fields: readonly HeaderField[]): Buffer {
  return Buffer.from(
    `${[start, ...fields.map(([name, value]) => `${name}: ${value}`)].join('\r\n')}\r\n\r\n`,
    'latin1',
  );
}
