import type { FaultSite } from '../model/fault.ts';

/**
 * What a canary met:
 * - `ok`: a whole and believable answer;
 * - `ECONNREFUSED`, `ECONNRESET` or another system error code;
 * - `closed early`: the connection was closed in good order before the answer was whole;
 * - `timeout`: nothing came in time, while the service answered past the proxy: the path is what is broken;
 * - `timeout everywhere`: the service did not answer past the proxy either, so this proves nothing about the path;
 * - `unended`: an answer began and did not end in time; `in pieces`: it came bit by bit, as slowly as the fault says;
 * - `untrusted: unsigned` and the like: a bundle that must not be believed, for the reason that is named; `unconfirmed`: one that
 *   nobody vouches for now;
 * - `status 500`, `empty`, `content type text/html`, `malformed`, `missing risk`, `wrong type risk`, `frozen`, `future`,
 *   `another's answer`: an answer that must not be believed;
 * - `clock 5 s ahead`, `clock 5 s behind`: an application whose wall clock is wrong.
 */
export type Symptom = string;

/** The wall-clock and monotonic times that surround one exchange, in milliseconds. */
export interface ExchangeTimes {
  readonly sentAt: number;
  readonly receivedAt: number;
  readonly elapsedMs: number;
}

/** An answer as it came. */
export interface Answer {
  readonly status: number;
  readonly body: Uint8Array;
  readonly contentType: string | undefined;
  /** The answer's X-Request-ID. */
  readonly requestId: string | undefined;
  /** What says, signed, that a bundle is the one that is served now. */
  readonly confirmation: string | undefined;
}

/** Attributes, all of them texts, that the context service's answer must have. */
const contextAttributes = ['subject', 'risk', 'asOf'] as const;

/**
 * How far a time stamp may lie outside of the exchange that brought it. A service that answers with the value of now
 * reads its clock after the request was sent and before the answer was here, so any more proves that it does not; this
 * allows for two machines' clocks.
 */
const clockToleranceMs = 100;

/** How a whole answer to a canary is read, by who gave it. */
export const readers: Readonly<Record<FaultSite, (answer: Answer, times: ExchangeTimes) => Symptom>> = {
  'policy-service': (answer) =>
    unusable(answer) ?? (jsonObject(answer) === undefined ? notJson(answer) : 'ok'),
  'bundle-service': (answer, times) =>
    unusable(answer) ?? (isGzip(answer) ? confirmationSymptom(answer, times) : notGzip(answer)),
  'context-service': (answer, times) => unusable(answer) ?? contextSymptom(answer, times),
  // The sink has nothing to say, so a 200 with a body is as wrong as a body that cannot be read.
  'log-sink': ({ status }) => (status === 204 ? 'ok' : status === 200 ? 'malformed' : `status ${status}`),
  app: (answer, times) => unusable(answer) ?? clockSymptom(answer, times),
};

/** What is wrong with the answer before anybody looks into it. */
export function unusable({ status, body }: Answer): Symptom | undefined {
  if (status !== 200) return `status ${status}`;
  return body.length === 0 ? 'empty' : undefined;
}

function contextSymptom(answer: Answer, times: ExchangeTimes): Symptom {
  const value = jsonObject(answer);
  if (value === undefined) return notJson(answer);
  for (const name of contextAttributes) {
    if (value[name] === undefined) return `missing ${name}`;
    if (typeof value[name] !== 'string') return `wrong type ${name}`;
  }
  const asOf = Date.parse(String(value['asOf']));
  if (Number.isNaN(asOf)) return 'malformed';
  const off = outside(asOf, times);
  if (off < 0) return 'frozen';
  return off > 0 ? 'future' : 'ok';
}

/** A confirmation says, in its payload, when it was made (`at`, milliseconds of the wall clock). */
function confirmationSymptom({ confirmation }: Answer, times: ExchangeTimes): Symptom {
  if (confirmation === undefined) return 'unconfirmed';
  const payload = Buffer.from(confirmation.split('.')[1] ?? '', 'base64url');
  const at = jsonObject({ body: payload })?.['at'];
  const off = typeof at === 'number' ? outside(at, times) : Number.NaN;
  if (Number.isNaN(off)) return 'unconfirmed';
  if (off < 0) return 'frozen';
  return off > 0 ? 'future' : 'ok';
}

/** An application that says what time it is (`now`, ISO 8601) shows a wall clock that is not ours. */
function clockSymptom(answer: Answer, times: ExchangeTimes): Symptom {
  const now = jsonObject(answer)?.['now'];
  const off = typeof now === 'string' ? outside(Date.parse(now), times) : 0;
  if (Number.isNaN(off) || off === 0) return 'ok';
  return `clock ${(Math.abs(off) / 1_000).toFixed(2)} s ${off < 0 ? 'behind' : 'ahead'}`;
}

/** How far a time stamp lies before (negative) or after the exchange, in milliseconds; 0 where it lies within. */
function outside(stampMs: number, { sentAt, receivedAt, elapsedMs }: ExchangeTimes): number {
  if (Number.isNaN(stampMs)) return Number.NaN;
  // Where our own wall clock jumped during the exchange, the jump is no age.
  const toleranceMs = clockToleranceMs + Math.abs(receivedAt - sentAt - elapsedMs);
  if (stampMs < sentAt - toleranceMs) return stampMs - sentAt;
  return stampMs > receivedAt + toleranceMs ? stampMs - receivedAt : 0;
}

/** What to say of a body that is no JSON object. */
export function notJson({ contentType }: Answer): Symptom {
  return contentType === undefined || contentType.includes('json') ? 'malformed' : typeSymptom(contentType);
}

function notGzip({ contentType }: Answer): Symptom {
  return contentType?.startsWith('text/') === true ? typeSymptom(contentType) : 'malformed';
}

function typeSymptom(contentType: string): Symptom {
  return `content type ${contentType.split(';')[0]?.trim() ?? contentType}`;
}

/** The body as a JSON object; undefined where it is none. */
export function jsonObject({ body }: Pick<Answer, 'body'>): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(body));
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isGzip({ body }: Answer): boolean {
  return body[0] === 0x1f && body[1] === 0x8b;
}

/** What an exchange that ended without an answer shows. Codes are Node's, undici's and its HTTP parser's. */
export function failureSymptom(code: string): Symptom {
  if (code === 'EPIPE') return 'ECONNRESET';
  if (code === 'UND_ERR_SOCKET' || code === 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH') return 'closed early';
  return code.startsWith('HPE_') ? 'malformed' : code;
}
