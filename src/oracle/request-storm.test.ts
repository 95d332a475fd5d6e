import { describe, expect, it } from 'vitest';
import { journalOf } from './testing/journal-builder.ts';
import type { JournalBuilder } from './testing/journal-builder.ts';
import { checkIn, judgementOf } from './testing/judged.ts';
import { cells, testPlan } from './testing/test-plan.ts';

const plan = testPlan();

/** Twenty questions that nobody waits for any longer than a second, while the machine stands still, and the requests that come of them later. */
const givenUp = (requestsLater: number): JournalBuilder =>
  journalOf(plan)
    .stall(1_000, 2_900)
    .askOften({ cell: cells.aliceExport, outcome: 'timeout', at: 1_000, took: 1_000 }, 20, 10)
    .traffic(900, 2_950, 0)
    .traffic(2_940, 4_000, requestsLater);

const stormIn = (journal: JournalBuilder): string =>
  checkIn(judgementOf(plan, journal), 'no-request-storm').outcome;

describe('a request storm', () => {
  it('is none where a replica without a processor asks late about what was given up', () => {
    expect(stormIn(givenUp(20))).toBe('pass');
  });

  it('is one where it asks more often than once about each', () => {
    expect(stormIn(givenUp(21))).toBe('fail');
  });

  it('is one where a question that was given up is asked about later on a quiet machine', () => {
    const quiet = journalOf(plan)
      .askOften({ cell: cells.aliceExport, outcome: 'timeout', at: 1_000, took: 500 }, 20, 10)
      .traffic(900, 2_950, 0)
      .traffic(2_940, 4_000, 20);
    expect(stormIn(quiet)).toBe('fail');
  });
});
