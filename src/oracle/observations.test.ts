import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { modes, outcomes } from '../model/decision.ts';
import type { ObservationRow } from '../model/journal-sink.ts';
import { idTable } from './id-table.ts';
import { observationTable } from './observations.ts';

const absent = fc.constant(undefined);
const row: fc.Arbitrary<ObservationRow & { readonly decisionId: string | undefined }> = fc.record({
  id: fc.nat({ max: 50 }),
  cell: fc.nat({ max: 5 }),
  replica: fc.constantFrom('r0', 'r1', 'r10'),
  intended: fc.nat(),
  sent: fc.nat({ max: 20 }),
  received: fc.nat({ max: 1_000 }),
  outcome: fc.constantFrom(...outcomes),
  status: fc.oneof(absent, fc.constantFrom(200, 403)),
  mode: fc.oneof(absent, fc.constantFrom(...modes)),
  revision: fc.oneof(absent, fc.nat({ max: 3 })),
  ageMs: fc.oneof(absent, fc.nat()),
  exposed: fc.oneof(absent, fc.constant([]), fc.constant(['/a']), fc.constant(['/a', '/b'])),
  error: fc.oneof(absent, fc.constantFrom('timeout', 'ECONNRESET')),
  decisionId: fc.oneof(absent, fc.constantFrom('d-1', 'd-2')),
});

describe('the table of observations', () => {
  it('gives back what was put into it, in the order in which it was sent', () => {
    fc.assert(
      fc.property(fc.array(row, { maxLength: 400 }), (rows) => {
        const ids = idTable();
        const table = observationTable(ids);
        for (const each of rows)
          table.add(each, each.decisionId === undefined ? -1 : ids.numberOf(each.decisionId));
        const ordered = table.ordered();
        const expected = rows.toSorted((a, b) => a.sent - b.sent || a.id - b.id);
        expect(ordered.length).toBe(rows.length);
        expect(ordered.lastReceived).toBe(Math.max(0, ...rows.map((each) => each.received)));
        for (const [nth, seen] of [...ordered].entries()) {
          const { id, cell, replica, intended, sent, received, outcome, decisionId } = seen;
          const { status, mode, revision, ageMs, exposed, error } = seen;
          const times = { id, cell, intended, sent, received, ageMs };
          const said = { replica, outcome, status, mode, revision, exposed, error, decisionId };
          expect({ ...times, ...said }).toEqual(expected[nth]);
          expect(rows[ordered.rowOf(nth)]).toEqual(expected[nth]);
          expect(seen.said.hasId).toBe(decisionId !== undefined);
        }
      }),
    );
  });

  it('has nothing behind its end', () => {
    const none = observationTable(idTable()).ordered();
    expect(none.length).toBe(0);
    expect(() => none.at(0)).toThrow(RangeError);
  });
});
