import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { modes, outcomes } from '../model/decision.ts';
import { eventSchema } from './event-schema.ts';
import { isObservation } from './observation-guard.ts';

const anything = fc.oneof(
  fc.constantFrom<unknown>(
    'observation',
    'local',
    'allow',
    '',
    null,
    -1,
    0.5,
    1e300,
    true,
    [],
    ['/rows/0/iban'],
    [1],
    {},
  ),
  fc.jsonValue(),
);
const observation = fc.record(
  {
    type: fc.constant('observation'),
    id: fc.nat(),
    cell: fc.nat(),
    replica: fc.string(),
    intended: fc.double({ noNaN: true, noDefaultInfinity: true }),
    sent: fc.double({ noNaN: true, noDefaultInfinity: true }),
    received: fc.double({ noNaN: true, noDefaultInfinity: true }),
    outcome: fc.constantFrom(...outcomes),
    status: fc.nat(),
    mode: fc.constantFrom(...modes),
    revision: fc.nat(),
    decisionId: fc.string(),
    ageMs: fc.double({ noNaN: true, noDefaultInfinity: true }),
    reason: fc.string(),
    exposed: fc.array(fc.string()),
    error: fc.string(),
    source: fc.constant('k6'),
    tookMs: fc.double({ noNaN: true, noDefaultInfinity: true }),
  },
  { requiredKeys: ['type', 'id', 'cell', 'replica', 'intended', 'sent', 'received', 'outcome'] },
);

/** An observation with one field removed, replaced or added. */
const damaged = fc
  .tuple(
    observation,
    fc.constantFrom(
      'type',
      'id',
      'sent',
      'outcome',
      'mode',
      'exposed',
      'replica',
      'source',
      'tookMs',
      'colour',
    ),
    anything,
  )
  .map(([whole, field, value]) => Object.assign(whole, { [field]: value }));

describe('the observation guard', () => {
  it('accepts and refuses exactly what the schema does', () => {
    fc.assert(
      fc.property(fc.oneof(observation, damaged, anything), (value) => {
        const line: unknown = JSON.parse(JSON.stringify(value));
        const bySchema = eventSchema.safeParse(line);
        expect(isObservation(line)).toBe(bySchema.success && bySchema.data.type === 'observation');
      }),
      { numRuns: 1_000 },
    );
  });
});
