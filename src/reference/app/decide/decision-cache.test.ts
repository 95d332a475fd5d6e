import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createTestClock } from '../../testing/clock.ts';
import { sampleQuestion } from '../../testing/sample-question.ts';
import { createDecisionCache } from './decision-cache.ts';
import type { Question } from './question.ts';

const allow = { outcome: 'allow', revision: 3, reason: 'because' } as const;

const nth = (n: number): Question => sampleQuestion({ action: `action-${n}` });

describe('the decision cache', () => {
  it('finds a decision exactly while it is young enough and its revision high enough', () => {
    const ms = fc.integer({ min: 0, max: 10_000 });
    const revision = fc.integer({ min: 1, max: 5 });
    fc.assert(
      fc.property(ms, ms, revision, revision, (age, maxAge, made, active) => {
        const clock = createTestClock();
        const cache = createDecisionCache(clock.now);
        cache.keep(sampleQuestion(), { ...allow, revision: made });
        clock.pass(age);
        const found = cache.find(sampleQuestion(), maxAge, active);
        expect(found?.ageMs).toBe(age <= maxAge && made >= active ? age : undefined);
      }),
    );
  });

  it('does not make a decision younger by finding it', () => {
    const clock = createTestClock();
    const cache = createDecisionCache(clock.now);
    cache.keep(sampleQuestion(), allow);
    clock.pass(900);
    expect(cache.find(sampleQuestion(), 1_000, 1)?.ageMs).toBe(900);
    clock.pass(101);
    expect(cache.find(sampleQuestion(), 1_000, 1)).toBeUndefined();
  });

  it('keeps the last decision on a question, a deny like an allow', () => {
    const cache = createDecisionCache(createTestClock().now);
    cache.keep(sampleQuestion(), allow);
    cache.keep(sampleQuestion(), { ...allow, outcome: 'deny' });
    expect(cache.find(sampleQuestion(), 1_000, 1)?.outcome).toBe('deny');
  });

  it('never mixes two questions up, whatever is in their ids', () => {
    const id = fc.string({ unit: fc.constantFrom('a', '"', ',', '$', '\\'), maxLength: 4 });
    fc.assert(
      fc.property(id, id, id, id, (subject, action, otherSubject, otherAction) => {
        fc.pre(subject !== otherSubject || action !== otherAction);
        const cache = createDecisionCache(createTestClock().now);
        cache.keep(sampleQuestion({ subject: { type: 'User', id: subject, properties: {} }, action }), allow);
        const other = sampleQuestion({
          subject: { type: 'User', id: otherSubject, properties: {} },
          action: otherAction,
        });
        expect(cache.find(other, 1_000, 1)).toBeUndefined();
      }),
    );
  });

  it('lets the oldest go when there are too many', () => {
    const cache = createDecisionCache(createTestClock().now);
    for (let n = 0; n <= 10_000; n++) cache.keep(nth(n), allow);
    expect(cache.find(nth(0), 1_000, 1)).toBeUndefined();
    expect(cache.find(nth(1), 1_000, 1)).toBeDefined();
  });
});
