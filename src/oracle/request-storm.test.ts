import { describe, expect, it } from 'vitest';
import { journalOf } from './testing/journal-builder.ts';
import type { JournalBuilder } from './testing/journal-builder.ts';
import { checkIn, judgementOf } from './testing/judged.ts';
import type { Plan } from '../plan/plan.ts';
import { badAllowTakenBack, cells, testPlan } from './testing/test-plan.ts';

const plan = testPlan();

/** Twenty questions that nobody waits for any longer than a second, while the machine stands still, and the requests that come of them later. */
const givenUp = (requestsLater: number): JournalBuilder =>
  journalOf(plan)
    .stall(1_000, 2_900)
    .askOften({ cell: cells.aliceExport, outcome: 'timeout', at: 1_000, took: 1_000 }, 20, 10)
    .traffic(900, 2_950, 0)
    .traffic(2_940, 4_000, requestsLater);

const stormIn = (journal: JournalBuilder, of = plan): string =>
  checkIn(judgementOf(of, journal), 'no-request-storm').outcome;

/** Twenty fallbacks after the publication, and as many requests that the policy service only counts a second later. */
const fallenBack = (of: Plan): string =>
  stormIn(
    journalOf(of)
      .change('outage/publish-1', 'ordered', 2_000)
      .change('outage/publish-1', 'served', 2_030, 2)
      .askOften({ cell: cells.aliceExport, mode: 'degrade', at: 2_500, took: 260 }, 20, 10)
      .traffic(2_400, 3_600, 0)
      .traffic(3_590, 4_900, 20),
    of,
  );

describe('a request storm', () => {
  it('is none where a replica without a processor asks late about what was given up', () => {
    expect(stormIn(givenUp(20))).toBe('pass');
  });

  it('is one where it asks more often than once about each', () => {
    expect(stormIn(givenUp(21))).toBe('fail');
  });

  it('is none where a rule that is too slow keeps the policy service from what it is asked', () => {
    const [publish, ...others] = badAllowTakenBack;
    if (publish?.kind !== 'publish') throw new Error('the first change is a publication');
    const published = (answers: 'none' | 'allow'): Plan =>
      testPlan({ changes: [{ ...publish, wrong: [{ cell: cells.malloryRead, answers }] }, ...others] });
    expect(fallenBack(published('none'))).toBe('pass');
    expect(fallenBack(published('allow'))).toBe('fail');
  });

  it('is one where a question that was given up is asked about later on a quiet machine', () => {
    const quiet = journalOf(plan)
      .askOften({ cell: cells.aliceExport, outcome: 'timeout', at: 1_000, took: 500 }, 20, 10)
      .traffic(900, 2_950, 0)
      .traffic(2_940, 4_000, 20);
    expect(stormIn(quiet)).toBe('fail');
  });
});
