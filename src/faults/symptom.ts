import type { Dependency } from '../model/fault.ts';

/**
 * What a canary met:
 * - `ok`: a whole and believable answer;
 * - `ECONNREFUSED`, `ECONNRESET` or another system error code;
 * - `closed early`: the connection was closed in good order before the answer was whole;
 * - `timeout`: no whole answer in time, while the service answered past the proxy: the path is what is broken;
 * - `timeout everywhere`: the service did not answer past the proxy either, so this proves nothing about the path;
 * - `status 500`, `malformed`, `missing risk`, `frozen`: an answer that must not be believed.
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
}

/** Attributes that the context service's answer must have. */
const contextAttributes = ['subject', 'risk', 'asOf'] as const;

/**
 * How much older than the request an `asOf` may be. A service that answers with the value of now reads its clock
 * after the request was sent, so any age at all proves that it does not; this allows for two machines' clocks.
 */
const asOfToleranceMs = 100;

/** How the body of a sound answer is read, by dependency. */
const readers: Readonly<Record<Dependency, (body: Uint8Array, times: ExchangeTimes) => Symptom>> = {
  'policy-service': (body) => (jsonObject(body) === undefined ? 'malformed' : 'ok'),
  'bundle-service': (body) => (isGzip(body) ? 'ok' : 'malformed'),
  'context-service': contextSymptom,
  'log-sink': () => 'ok',
};

/** What an answer of `dependency` to its canary request shows. */
export function answerSymptom(dependency: Dependency, answer: Answer, times: ExchangeTimes): Symptom {
  const expected = dependency === 'log-sink' ? 204 : 200;
  // The sink has nothing to say, so a 200 with a body is as wrong as a body that cannot be read.
  if (dependency === 'log-sink' && answer.status === 200) return 'malformed';
  if (answer.status !== expected) return `status ${answer.status}`;
  return readers[dependency](answer.body, times);
}

function contextSymptom(body: Uint8Array, times: ExchangeTimes): Symptom {
  const answer = jsonObject(body);
  if (answer === undefined) return 'malformed';
  const missing = contextAttributes.find((name) => answer[name] === undefined);
  if (missing !== undefined) return `missing ${missing}`;
  const asOf = typeof answer['asOf'] === 'string' ? Date.parse(answer['asOf']) : Number.NaN;
  if (Number.isNaN(asOf)) return 'malformed';
  // Where our own wall clock jumped during the exchange, the jump is no age.
  const jumpMs = Math.abs(times.receivedAt - times.sentAt - times.elapsedMs);
  return times.sentAt - asOf > asOfToleranceMs + jumpMs ? 'frozen' : 'ok';
}

/** What an exchange that ended without an answer shows. Codes are Node's, undici's and its HTTP parser's. */
export function failureSymptom(code: string): Symptom {
  if (code === 'EPIPE') return 'ECONNRESET';
  if (code === 'UND_ERR_SOCKET' || code === 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH') return 'closed early';
  return code.startsWith('HPE_') ? 'malformed' : code;
}

function isGzip(body: Uint8Array): boolean {
  return body[0] === 0x1f && body[1] === 0x8b;
}

function jsonObject(body: Uint8Array): Record<string, unknown> | undefined {
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
