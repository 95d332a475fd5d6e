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

/** Whether bytes begin like a request of HTTP/1. */
export function looksLikeRequest(data: Buffer): boolean {
  return /^[!#$%&'*+.^_`|~\dA-Za-z-]+ \S+ HTTP\/1\.[01]\r\n/.test(data.toString('latin1', 0, 16_384));
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
