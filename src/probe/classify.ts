import type { Mode, Outcome } from '../model/decision.ts';
import { isDecision, modes } from '../model/decision.ts';
import type { ObservationEvent } from '../model/event.ts';
import type { AnswerReading } from '../target/target.ts';
import { exposedFields } from './exposed-fields.ts';

/** An HTTP answer as it came in; header names in lower case. */
export interface RawAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** What an observation says of the answer itself. */
export type Classified = Pick<
  ObservationEvent,
  'outcome' | 'status' | 'mode' | 'revision' | 'decisionId' | 'ageMs' | 'reason' | 'exposed' | 'error'
>;

type Draft = { -readonly [Field in keyof Classified]: Classified[Field] };

/**
 * Reads a decision from an answer, and never guesses one: a status that means neither is an error, and an answer
 * with a broken JSON body or an unreadable header is malformed, whatever its status says.
 * @param hide JSON pointers of what obligations protect
 */
export function classifyAnswer(raw: RawAnswer, reading: AnswerReading, hide: readonly string[]): Classified {
  const outcome = outcomeOf(raw.status, reading);
  const said: Draft = { outcome, status: raw.status };
  const problem = readHeaders(raw, reading, said);
  if (!isDecision(outcome)) return { ...said, error: `status ${raw.status}` };
  if (problem !== undefined) return { ...said, outcome: 'malformed', error: problem };

  if (isJson(raw)) {
    const body = parseJson(raw.body);
    if (body === undefined) return { ...said, outcome: 'malformed', error: 'the body is not JSON' };
    if (outcome === 'allow' && hide.length > 0) said.exposed = exposedFields(body.value, hide);
  }
  return said;
}

/** Why no answer came, from what the HTTP client or the system threw: the system's code where there is one. */
export function classifyFailure(error: unknown): Classified {
  if (!(error instanceof Error)) return { outcome: 'error', error: String(error) };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  // The HTTP client names its own conditions; their message says more than the name.
  if (code === undefined || code.startsWith('UND_ERR'))
    return { outcome: 'error', error: error.message || error.name };
  return { outcome: 'error', error: code };
}

function outcomeOf(status: number, reading: AnswerReading): Outcome {
  if (reading.allow.includes(status)) return 'allow';
  return reading.deny.includes(status) ? 'deny' : 'error';
}

/** @returns what is wrong with the first header that cannot be read */
function readHeaders(raw: RawAnswer, reading: AnswerReading, said: Draft): string | undefined {
  let problem: string | undefined;
  function header(name: string): string | undefined {
    const value = raw.headers[name.toLowerCase()];
    if (!Array.isArray(value)) return value;
    problem ??= `the header ${name} came ${value.length} times`;
    return undefined;
  }

  const names = reading.headers;
  const decisionId = header(names.decisionId);
  if (decisionId !== undefined) said.decisionId = decisionId;
  const reason = header(names.reason);
  if (reason !== undefined) said.reason = reason;

  const mode = header(names.mode);
  if (isMode(mode)) said.mode = mode;
  else if (mode !== undefined)
    problem ??= `the header ${names.mode} is ${JSON.stringify(mode)}, which is no mode`;

  const revision = header(names.revision);
  if (revision !== undefined && /^\d{1,15}$/.test(revision)) said.revision = Number(revision);
  else if (revision !== undefined)
    problem ??= `the header ${names.revision} is ${JSON.stringify(revision)}, which is no revision`;

  const age = header(names.ageMs);
  if (age !== undefined && /^\d{1,15}(?:\.\d+)?$/.test(age)) said.ageMs = Number(age);
  else if (age !== undefined)
    problem ??= `the header ${names.ageMs} is ${JSON.stringify(age)}, which is no age`;

  return problem;
}

const knownModes: ReadonlySet<string> = new Set(modes);

function isMode(text: string | undefined): text is Mode {
  return text !== undefined && knownModes.has(text);
}

function isJson(raw: RawAnswer): boolean {
  const type = raw.headers['content-type'];
  return typeof type === 'string' && /^application\/(?:[\w.+-]+\+)?json\b/i.test(type);
}

function parseJson(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}
