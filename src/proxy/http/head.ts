/** Name, in lower case, and value of a header field, in the order on the wire. */
export type HeaderField = readonly [name: string, value: string];

/** The head of a request of HTTP/1.0 or 1.1. */
export interface RequestHead {
  readonly method: string;
  /** Path and query as on the wire. */
  readonly target: string;
  readonly version: string;
  readonly fields: readonly HeaderField[];
}

/** The head of a response of HTTP/1.0 or 1.1. */
export interface ResponseHead {
  readonly version: string;
  readonly status: number;
  readonly fields: readonly HeaderField[];
}

/** Longest method that is taken for one while its end has not come. */
const longestMethod = 32;

/** Whether bytes are a request line of HTTP/1, perhaps with more behind it. */
export function startsWithRequest(data: Buffer): boolean {
  const line = firstLine(data);
  return line !== undefined && requestLine.test(line);
}

/** Whether bytes may be the beginning of a request: what is none shows it in its first line, if not before. */
export function mayBeRequest(data: Buffer): boolean {
  const line = firstLine(data);
  if (line !== undefined) return requestLine.test(line);
  const text = data.toString('latin1');
  const method = text.split(' ')[0] ?? '';
  return (
    method.length <= longestMethod && /^[!#$%&'*+.^_`|~\dA-Za-z-]+(?: \S*(?: [HTP/1.]*\r?)?)?$/.test(text)
  );
}

/** Whether bytes may be the beginning of a response. */
export function mayBeResponse(data: Buffer): boolean {
  const start = 'HTTP/1.';
  return data.toString('latin1', 0, start.length) === start.slice(0, data.length);
}

const requestLine = /^[!#$%&'*+.^_`|~\dA-Za-z-]+ \S+ HTTP\/1\.[01]$/;

function firstLine(data: Buffer): string | undefined {
  const end = data.indexOf('\r\n');
  return end === -1 ? undefined : data.toString('latin1', 0, end);
}

/** Reads a head up to and with its empty line; `undefined` where it is none. */
export function parseRequestHead(raw: Buffer): RequestHead | undefined {
  const [start = '', ...lines] = linesOf(raw);
  const parts = /^(\S+) (\S+) HTTP\/(1\.[01])$/.exec(start);
  const fields = parseFields(lines);
  if (parts === null || fields === undefined) return undefined;
  const [, method = '', target = '', version = ''] = parts;
  return { method, target, version, fields };
}

/** Reads a head up to and with its empty line; `undefined` where it is none. */
export function parseResponseHead(raw: Buffer): ResponseHead | undefined {
  const [start = '', ...lines] = linesOf(raw);
  const parts = /^HTTP\/(1\.[01]) (\d{3})(?: .*)?$/.exec(start);
  const fields = parseFields(lines);
  if (parts === null || fields === undefined) return undefined;
  const [, version = '', status = ''] = parts;
  return { version, status: Number(status), fields };
}

/** Values of a field, each list taken apart at its commas, in lower case. */
export function tokens(fields: readonly HeaderField[], name: string): string[] {
  return fields
    .filter(([field]) => field === name)
    .flatMap(([, value]) => value.toLowerCase().split(','))
    .map((token) => token.trim())
    .filter((token) => token !== '');
}

/** The body's length where one is declared, `undefined` otherwise. */
export function contentLength(fields: readonly HeaderField[]): number | undefined {
  const [text] = tokens(fields, 'content-length');
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}

/** Whether the body is sent in chunks. */
export function isChunked(fields: readonly HeaderField[]): boolean {
  return tokens(fields, 'transfer-encoding').at(-1) === 'chunked';
}

/** Whether the connection stays open after this message. */
export function keepsAlive({ version, fields }: Pick<RequestHead, 'version' | 'fields'>): boolean {
  const connection = tokens(fields, 'connection');
  return version === '1.1' ? !connection.includes('close') : connection.includes('keep-alive');
}

function linesOf(raw: Buffer): string[] {
  const text = raw.toString('latin1');
  return text.slice(0, -4).split('\r\n');
}

function parseFields(lines: readonly string[]): HeaderField[] | undefined {
  const fields: HeaderField[] = [];
  for (const line of lines) {
    const colon = line.indexOf(':');
    if (colon < 1) return undefined;
    fields.push([line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()]);
  }
  return fields;
}
