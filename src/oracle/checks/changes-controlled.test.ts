import { describe, expect, it } from 'vitest';
import type { CheckResult } from '../../model/check.ts';
import type { ChangeEvent } from '../../model/event.ts';
import { journalOf } from '../testing/journal-builder.ts';
import type { JournalBuilder } from '../testing/journal-builder.ts';
import { checkIn, judgementOf } from '../testing/judged.ts';
import { allowing, published, rollbackPlan, takenBackBy, times } from '../testing/rollback-plans.ts';

const plan = rollbackPlan({
  changes: [
    published('unapproved', times.bad, allowing, { refused: true }),
    published('bad', times.worse, allowing),
    takenBackBy('back', times.rollback, 'bad', true),
  ],
});

const refusing = (): JournalBuilder =>
  journalOf(plan)
    .change('unapproved', 'ordered', 1_000)
    .change('unapproved', 'refused', 1_010, undefined, { by: 'intern' });

const signed = { by: 'operator', approvedBy: 'security' } as const;

function servedBy(who: Partial<ChangeEvent>): CheckResult {
  const journal = refusing()
    .change('bad', 'ordered', 2_500)
    .change('bad', 'served', 2_510, 2, signed)
    .change('back', 'ordered', 4_000)
    .change('back', 'served', 4_010, 3, who);
  return checkIn(judgementOf(plan, journal), 'changes-controlled');
}

describe('changes-controlled', () => {
  it('passes what an approver has approved, what was refused as it had to be, and a glass that was broken by who may', () => {
    expect(servedBy(signed)).toMatchObject({ outcome: 'pass', judged: 3 });
    expect(servedBy({ by: 'on-call', breakGlass: true })).toMatchObject({ outcome: 'pass', judged: 3 });
  });

  it('fails what nobody approved, who may not approve, whoever approves himself, and a glass broken by anybody', () => {
    const uncontrolled = { outcome: 'fail', failed: 1, violations: ['uncontrolled-change'] };
    expect(servedBy({ by: 'operator' })).toMatchObject(uncontrolled);
    expect(servedBy({ by: 'operator', approvedBy: 'intern' })).toMatchObject(uncontrolled);
    expect(servedBy({ by: 'security', approvedBy: 'security' })).toMatchObject(uncontrolled);
    expect(servedBy({ by: 'operator', breakGlass: true })).toMatchObject(uncontrolled);
  });

  it('fails what was served though it had to be refused, and says so', () => {
    const journal = journalOf(plan)
      .change('unapproved', 'ordered', 1_000)
      .change('unapproved', 'served', 1_010, 2);
    const judgement = judgementOf(plan, journal);
    expect(checkIn(judgement, 'changes-controlled').outcome).toBe('fail');
    expect(judgement.findings.find((one) => one.violation === 'uncontrolled-change')).toMatchObject({
      check: 'changes-controlled',
      title: 'A policy was changed past change control',
      headline: 'The policy unapproved was served, though it had to be refused.',
      declared: { text: 'approved by security, break-glass by on-call' },
    });
  });

  it('does not judge a journal that does not say who ordered what', () => {
    const journal = journalOf(plan).change('bad', 'ordered', 2_500).change('bad', 'served', 2_510, 2);
    expect(checkIn(judgementOf(plan, journal), 'changes-controlled').outcome).toBe('not-applicable');
  });

  it('needs to know what became of what had to be refused, and misses nothing else of it', () => {
    const missing = (journal: JournalBuilder): readonly string[] =>
      judgementOf(plan, journal).scenario.evidence.missing;
    const unknown = 'Nothing says what became of the policy unapproved, which was to be refused.';
    expect(missing(journalOf(plan).change('unapproved', 'ordered', 1_000))).toContain(unknown);
    expect(missing(refusing())).not.toContain(unknown);
  });
});
