import type { ByteSpan } from '../model/bytes.ts';
import { modes, outcomes } from '../model/decision.ts';
import type { Mode, Outcome } from '../model/decision.ts';
import type { JournalSink, ObservationRow, RecordContent } from '../model/journal-sink.ts';
import { byteScanner, literal } from './byte-scanner.ts';
import { knownBytes } from './known-bytes.ts';

/**
 * Reads the two kinds of line that nearly all of a journal consists of straight from its bytes, many times as fast as
 * `JSON.parse` and a schema. A line that is not to the byte as `writer.ts` writes it (a field in another place, an escape, an
 * unknown word) is left to them, so they alone say what is an event; a property test holds both ways together.
 */
export interface HotLines {
  /** The bytes that lines are read from, from now on. */
  over(bytes: Buffer): void;
  /**
   * Hands the line that begins here on.
   * @returns where the next one begins; undefined where this one has to be read the other way
   */
  read(begin: number, sink: Pick<JournalSink, 'observation' | 'record'>): number | undefined;
}

const observation = literal('{"type":"observation","id":');
const record = literal('{"type":"decision-log","t":');
const end = literal('}\n');
const keys = {
  cell: literal(',"cell":'),
  replica: literal(',"replica":'),
  intended: literal(',"intended":'),
  sent: literal(',"sent":'),
  received: literal(',"received":'),
  outcome: literal(',"outcome":'),
  status: literal(',"status":'),
  decisionId: literal(',"decisionId":'),
  reason: literal(',"reason":'),
  mode: literal(',"mode":'),
  revision: literal(',"revision":'),
  ageMs: literal(',"ageMs":'),
  exposed: literal(',"exposed":'),
  error: literal(',"error":'),
  source: literal(',"source":"k6"'),
  tookMs: literal(',"tookMs":'),
  subject: literal(',"subject":'),
  action: literal(',"action":'),
  resource: literal(',"resource":'),
  inputs: literal(',"inputs":'),
};

/** A reader of hot lines. */
export function hotLines(): HotLines {
  const scan = byteScanner();
  const contents = knownBytes<RecordContent>();
  /** The same for every line, so that a million of them leave no trail of objects. */
  const row: { -readonly [field in keyof ObservationRow]-?: ObservationRow[field] } = {
    id: 0,
    cell: 0,
    replica: '',
    intended: 0.5,
    sent: 0.5,
    received: 0.5,
    outcome: 'malformed',
    status: undefined,
    reason: undefined,
    mode: undefined,
    revision: undefined,
    ageMs: undefined,
    exposed: undefined,
    error: undefined,
    source: undefined,
    tookMs: undefined,
  };
  const id: { -readonly [field in keyof ByteSpan]: ByteSpan[field] } = {
    view: new DataView(new ArrayBuffer(0)),
    from: 0,
    to: 0,
  };
  let whole = true;

  function expect(expected: typeof end): void {
    if (!scan.takes(expected)) whole = false;
  }

  function oneOf<T extends string>(words: ReadonlyMap<string, T>, otherwise: T): T {
    const word = words.get(scan.text());
    if (word === undefined) whole = false;
    return word ?? otherwise;
  }

  function takeId(): void {
    const { view, from, to } = scan.unique();
    id.view = view;
    id.from = from;
    id.to = to;
  }

  /** @returns whether it has a decision id */
  function readObservation(): boolean {
    row.id = scan.count();
    expect(keys.cell);
    row.cell = scan.count();
    expect(keys.replica);
    row.replica = scan.text();
    expect(keys.intended);
    row.intended = scan.number();
    expect(keys.sent);
    row.sent = scan.number();
    expect(keys.received);
    row.received = scan.number();
    expect(keys.outcome);
    row.outcome = oneOf(knownOutcomes, 'malformed');
    row.status = scan.takes(keys.status) ? scan.count() : undefined;
    const hasId = scan.takes(keys.decisionId);
    if (hasId) takeId();
    row.reason = scan.takes(keys.reason) ? scan.text() : undefined;
    row.mode = scan.takes(keys.mode) ? oneOf(knownModes, 'deny') : undefined;
    row.revision = scan.takes(keys.revision) ? scan.count() : undefined;
    row.ageMs = scan.takes(keys.ageMs) ? scan.number() : undefined;
    row.exposed = scan.takes(keys.exposed) ? scan.texts() : undefined;
    row.error = scan.takes(keys.error) ? scan.text() : undefined;
    row.source = scan.takes(keys.source) ? 'k6' : undefined;
    row.tookMs = scan.takes(keys.tookMs) ? scan.number() : undefined;
    expect(end);
    return hasId;
  }

  /** What a record says comes again and again, to the byte: its line is read once, and known from then on. */
  function readContent(): RecordContent {
    const bytes = scan.restOfLine();
    const known = contents.find(bytes);
    if (known !== undefined) {
      scan.from(bytes.to + 1);
      return known;
    }
    const { view, from, to } = bytes;
    const content = readNewContent();
    if (whole && !scan.gaveUp()) contents.learn({ view, from, to }, content);
    return content;
  }

  function readNewContent(): RecordContent {
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
    expect(end);
    return { replica, outcome, mode, revision, subject, action, resource, inputs };
  }

  return {
    over: (bytes) => scan.over(bytes),
    read(begin, sink) {
      scan.from(begin);
      whole = true;
      if (scan.takes(observation)) {
        const hasId = readObservation();
        if (!whole || scan.gaveUp()) return undefined;
        sink.observation(row, hasId ? id : undefined);
      } else if (scan.takes(record)) {
        const t = scan.number();
        expect(keys.decisionId);
        takeId();
        if (!whole || scan.gaveUp()) return undefined;
        const content = readContent();
        if (!whole || scan.gaveUp()) return undefined;
        sink.record(t, id, content);
      } else return undefined;
      return scan.position();
    },
  };
}

const knownOutcomes: ReadonlyMap<string, Outcome> = new Map(outcomes.map((word) => [word, word]));
const decisions: ReadonlyMap<string, 'allow' | 'deny'> = new Map([
  ['allow', 'allow'],
  ['deny', 'deny'],
]);
const knownModes: ReadonlyMap<string, Mode> = new Map(modes.map((word) => [word, word]));
