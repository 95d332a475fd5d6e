import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { modes, outcomes } from '../model/decision.ts';
import { eventSchema } from './event-schema.ts';
import { eventSink } from './event-sink.ts';
import { hotLines } from './hot-lines.ts';

const ms = fc.oneof(
  fc.integer({ min: 0, max: 1e12 }).map((thousandths) => thousandths / 1_000),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
);
const word = fc.oneof(fc.constantFrom('r0', 'r10', 'alice', 'by-role', 'ledger/main', ''), fc.string());
const count = fc.oneof(fc.nat(), fc.maxSafeNat());
const observation = fc.record(
  {
    type: fc.constant('observation'),
    id: count,
    cell: count,
    replica: word,
    intended: ms,
    sent: ms,
    received: ms,
    outcome: fc.constantFrom(...outcomes),
    status: count,
    decisionId: word,
    reason: word,
    mode: fc.constantFrom(...modes),
    revision: count,
    ageMs: ms,
    exposed: fc.array(word),
    error: word,
    source: fc.constant('k6'),
    tookMs: ms,
  },
  { requiredKeys: ['type', 'id', 'cell', 'replica', 'intended', 'sent', 'received', 'outcome'] },
);
const record = fc.record({
  type: fc.constant('decision-log'),
  t: ms,
  decisionId: word,
  replica: word,
  outcome: fc.constantFrom('allow', 'deny'),
  mode: fc.constantFrom(...modes),
  revision: count,
  subject: word,
  action: word,
  resource: word,
  inputs: fc.array(word),
});
const line = fc.oneof(observation, record).map((event) => JSON.stringify(event));

/** A line in which some bytes are others, gone or twice there. */
const damaged = fc
  .tuple(
    line,
    fc.nat(),
    fc.nat({ max: 3 }),
    fc.constantFrom('', '"', ',', '}', '0', '-', '.', ' ', 'e', '\\', 'x'),
  )
  .map(([text, at, cut, instead]) => {
    const place = at % text.length;
    return text.slice(0, place) + instead + text.slice(place + cut);
  })
  .filter((text) => !text.includes('\n'));

/** What the slow way says: the event, or nothing. */
function slowly(text: string): unknown {
  try {
    return eventSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

describe('hot lines', () => {
  const hot = hotLines();

  /** The event of a line and where the next one begins, where it was read. */
  function read(text: string): { event: unknown; next: number } | undefined {
    let event: unknown;
    hot.over(Buffer.from(`${text}\n`));
    const next = hot.read(
      0,
      eventSink((made) => (event = made)),
    );
    return next === undefined ? undefined : { event, next };
  }

  it('are read as the schema reads them, or left to it, damaged ones as well', () => {
    fc.assert(
      fc.property(fc.oneof(line, damaged), (text) => {
        const found = read(text);
        if (found === undefined) return;
        expect(found.event).toEqual(slowly(text));
        expect(found.next).toBe(Buffer.byteLength(text) + 1);
      }),
      { numRuns: 5_000 },
    );
  });

  it.each([
    '{"type":"observation","id":7,"cell":3,"replica":"r1","intended":1.5,"sent":1.625,"received":12.345,"outcome":"allow","status":200,"decisionId":"d-7","reason":"by-role","mode":"degrade","revision":2,"ageMs":0,"exposed":["/rows/0/iban"]}',
    '{"type":"observation","id":8,"cell":3,"replica":"r1","intended":1.5,"sent":1.625,"received":12.345,"outcome":"deny","status":403,"decisionId":"d-8","mode":"remote","revision":2,"source":"k6","tookMs":8.25}',
    '{"type":"observation","id":0,"cell":0,"replica":"r0","intended":0,"sent":0.001,"received":1000,"outcome":"timeout","error":"timeout"}',
    '{"type":"decision-log","t":16091.139,"decisionId":"d-7","replica":"r0","outcome":"allow","mode":"remote","revision":1,"subject":"alice","action":"payment:approve","resource":"payment/p-1","inputs":["subject.roles","context.risk"]}',
  ])('are read by themselves as they are written: %s', (text) => {
    expect(read(text)?.event).toEqual(JSON.parse(text));
  });

  it.each(['{"type":"end"}', '{"type":"observation"}', '', '{', '{"type":"observation","id":1e3}'])(
    'are not all lines: %s',
    (text) => {
      expect(read(text)).toBeUndefined();
    },
  );
});
