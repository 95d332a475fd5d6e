import { describe, expect, it } from 'vitest';
import type { ScenarioResult } from '../../model/result.ts';
import { rollbackDrills } from '../testing/sample-rollback-drills.ts';
import { rollbackOf } from '../testing/sample-rollback.ts';
import { totalWords } from '../rollback-words.ts';
import { markupOf } from './html.ts';
import { rollbackSections } from './rollback.ts';
import { sumWords } from './waterfall-rows.ts';
import { waterfall } from './waterfall.ts';

function drill(id: string): ScenarioResult {
  const found = rollbackDrills().find((scenario) => scenario.id === id);
  if (found === undefined) throw new Error(`no drill ${id}`);
  return found;
}

function drawn(id: string): string {
  return markupOf(rollbackSections('x', drill(id))).replace(/\s+/gu, ' ');
}

describe('a rollback in the scorecard', () => {
  it('has a bar for every phase of eight replicas, and says what the total is the sum of', () => {
    const page = drawn('rollback-eight-replicas');
    expect(page.split('<tspan class="name">activation')).toHaveLength(10);
    expect(page).toContain(': 47 ms publication + 2,870 ms activation of r3 + 96 ms residue.');
    expect(page).toContain('the last one');
    expect(page.split('class="whisker"')).toHaveLength(1 + 3 * 15);
  });

  it('adds up as it is printed, whatever the fractions of a millisecond', () => {
    const made = rollbackOf({ publicationMs: 10.4, activeAfterMs: { r0: 20.4 }, residueMs: 30.4 });
    expect(sumWords(made)).toBe('10 ms publication + 21 ms activation of r0 + 30 ms residue');
    expect(totalWords(made)).toContain('61 ms');
  });

  it('has the names of its points whole in the table, however long they are', () => {
    const replica = 'payments-eu-west-1-7d9f5c8b6d-x2x7z';
    const page = markupOf(waterfall('x', rollbackOf({ activeAfterMs: { [replica]: 300 } })));
    expect(page).toContain(`<th scope="row">activation ${replica}</th>`);
    expect(page).not.toContain(`<tspan class="name">activation ${replica}`);
  });

  it('shows what is beyond the objective apart, and no bar for what took no time', () => {
    expect(drawn('rollback-eight-replicas')).not.toContain('overshoot');
    const over = markupOf(waterfall('x', rollbackOf({ residueMs: 4_000 })));
    // Once in the row of the residue, once in the total.
    expect(over.split('class="overshoot"')).toHaveLength(3);
    expect(markupOf(waterfall('x', rollbackOf({})))).not.toContain('class="residue"');
  });

  it('draws a point that was only seen long afterwards as no part of the total', () => {
    const rollback = rollbackOf({ activeAfterMs: { r0: 300 } });
    const [from, to] = [4_000, 9_000];
    const unseen = { phase: 'activation', replica: 'r1', from, to, ms: to - from, errorMs: 5_000 } as const;
    const phases = [...rollback.phases, { ...unseen, note: 'made no decision in between' }];
    const page = markupOf(waterfall('x', { ...rollback, phases }));
    expect(page.split('class="unsure"')).toHaveLength(2);
    expect(page).toContain('made no decision in between');
  });

  it('points to an objective that is too far away to be drawn in scale', () => {
    const soon = rollbackOf({ exposureMs: 10, detectionMs: 5, commandMs: 5, activeAfterMs: { r0: 40 } });
    const page = markupOf(waterfall('x', soon));
    expect(page).toContain('objective 5,000 ms →');
    expect(page).not.toContain('class="objective"');
  });

  it('shows how repetitions are spread, and only the worst of them phase by phase', () => {
    const page = drawn('rollback-repeated');
    expect(page.split('class="dot"')).toHaveLength(11);
    expect(page).toContain(
      'median <b>895 ms</b>, worst <b>1,007 ms</b> (±4 ms), <b>10 of 10</b> certainly within',
    );
    expect(page).toContain('the worst of 10');
    expect(page.split('phase by phase</title>')).toHaveLength(2);
  });

  it('shows each of two bad publications', () => {
    const page = drawn('rollback-two-in-a-row');
    expect(page.split('phase by phase</title>')).toHaveLength(3);
    expect(page).toContain('revision 3 → 4');
  });

  it('marks broken glass, and says who found out and ordered', () => {
    const page = drawn('rollback-operator-locked-out');
    expect(page).toContain('<span class="badge">break-glass</span>');
    expect(page).toContain(
      'Found by the alert command 243 ms after the first wrong decision; ordered by on-call, past the policy that refused it, approved by nobody.',
    );
    expect(drawn('rollback-eight-replicas')).not.toContain('badge');
  });

  it('tells whom it concerned, what was shown, and what was not decided', () => {
    const page = drawn('rollback-eight-replicas');
    expect(page).toContain('and protected data was shown: <code>/rows/*/iban</code>');
    expect(page).toContain('<b>mallory</b> <code>invoice:read</code> on <code>invoice/i-1</code>');
    expect(drawn('rollback-slow-rule')).toContain('no decision in time');
  });

  it('gives its advice', () => {
    expect(drawn('rollback-eight-replicas')).toContain('<li>r3 had the good revision 1.9 s after all others');
  });
});
