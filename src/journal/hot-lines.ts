import { modes, outcomes } from '../model/decision.ts';
import type { Mode, Outcome } from '../model/decision.ts';
import type { DecisionLogEvent, ObservationEvent } from '../model/event.ts';
import { byteScanner } from './byte-scanner.ts';

/**
 * Reads the two kinds of line that nearly all of a journal consists of straight from its bytes, several times as fast as
 * `JSON.parse` and a schema. A line that is not to the byte as `writer.ts` writes it (a field in another place, an escape, an
 * unknown word) is left to them, so they alone say what is an event; a property test holds both ways together.
 */
export interface HotLines {
  /** @returns the event of the line that begins here; undefined where it has to be read the other way */
  read(bytes: Buffer, begin: number): ObservationEvent | DecisionLogEvent | undefined;
  /** Where the line after the one that was read begins. */
  next(): number;
}

const key = (text: string): Uint8Array => Buffer.from(text);
const observation = key('{"type":"observation","id":');
const record = key('{"type":"decision-log","t":');
const end = key('}\n');
const keys = {
  cell: key(',"cell":'),
  replica: key(',"replica":'),
  intended: key(',"intended":'),
  sent: key(',"sent":'),
  received: key(',"received":'),
  outcome: key(',"outcome":'),
  status: key(',"status":'),
  decisionId: key(',"decisionId":'),
  reason: key(',"reason":'),
  mode: key(',"mode":'),
  revision: key(',"revision":'),
  ageMs: key(',"ageMs":'),
  exposed: key(',"exposed":'),
  error: key(',"error":'),
  subject: key(',"subject":'),
  action: key(',"action":'),
  resource: key(',"resource":'),
  inputs: key(',"inputs":'),
};

/** A reader of hot lines. */
export function hotLines(): HotLines {
  const scan = byteScanner();
  let whole = true;

  function expect(expected: Uint8Array): void {
    if (!scan.takes(expected)) whole = false;
  }

  function oneOf<T extends string>(words: ReadonlyMap<string, T>, otherwise: T): T {
    const word = words.get(scan.text());
    if (word === undefined) whole = false;
    return word ?? otherwise;
  }

  function readObservation(): ObservationEvent {
    const id = scan.count();
    expect(keys.cell);
    const cell = scan.count();
    expect(keys.replica);
    const replica = scan.text();
    expect(keys.intended);
    const intended = scan.number();
    expect(keys.sent);
    const sent = scan.number();
    expect(keys.received);
    const received = scan.number();
    expect(keys.outcome);
    const outcome = oneOf(knownOutcomes, 'malformed');
    const seen: { -readonly [field in keyof ObservationEvent]: ObservationEvent[field] } = {
      type: 'observation',
      id,
      cell,
      replica,
      intended,
      sent,
      received,
      outcome,
    };
    if (scan.takes(keys.status)) seen.status = scan.count();
    if (scan.takes(keys.decisionId)) seen.decisionId = scan.unique();
    if (scan.takes(keys.reason)) seen.reason = scan.text();
    if (scan.takes(keys.mode)) seen.mode = oneOf(knownModes, 'deny');
    if (scan.takes(keys.revision)) seen.revision = scan.count();
    if (scan.takes(keys.ageMs)) seen.ageMs = scan.number();
    if (scan.takes(keys.exposed)) seen.exposed = scan.texts();
    if (scan.takes(keys.error)) seen.error = scan.text();
    return seen;
  }

  function readRecord(): DecisionLogEvent {
    const t = scan.number();
    expect(keys.decisionId);
    const decisionId = scan.unique();
    expect(keys.replica);
    const replica = scan.text();
    expect(keys.outcome);
    const outcome = oneOf(decisions, 'deny');
    expect(keys.mode);
    const mode = oneOf(knownModes, 'deny');
    expect(keys.revision);
    const revision = scan.count();
    expect(keys.subject);
    const subject = scan.text();
    expect(keys.action);
    const action = scan.text();
    expect(keys.resource);
    const resource = scan.text();
    expect(keys.inputs);
    const inputs = scan.texts();
    const what = { type: 'decision-log', t, decisionId, replica, outcome, mode } as const;
    return { ...what, revision, subject, action, resource, inputs };
  }

  return {
    read(bytes, begin) {
      scan.from(bytes, begin);
      whole = true;
      let event: ObservationEvent | DecisionLogEvent;
      if (scan.takes(observation)) event = readObservation();
      else if (scan.takes(record)) event = readRecord();
      else return undefined;
      expect(end);
      return whole && !scan.gaveUp() ? event : undefined;
    },
    next: () => scan.position(),
  };
}

const knownOutcomes: ReadonlyMap<string, Outcome> = new Map(outcomes.map((word) => [word, word]));
const decisions: ReadonlyMap<string, 'allow' | 'deny'> = new Map([
  ['allow', 'allow'],
  ['deny', 'deny'],
]);
const knownModes: ReadonlyMap<string, Mode> = new Map(modes.map((word) => [word, word]));
