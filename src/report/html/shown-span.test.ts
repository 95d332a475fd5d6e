import { describe, expect, it } from 'vitest';
import type { Timeline } from '../../model/result.ts';
import { shownSpan } from './shown-span.ts';

const nothing: Timeline = {
  stepMs: 200,
  endMs: 4_000,
  phases: [],
  faults: [],
  revisions: [],
  lanes: [],
  violations: [],
};
const counts = Array.from({ length: 20 }, () => 0);

describe('the part of a timeline that is shown', () => {
  it('is that of the phases', () => {
    const phases = [{ name: 'steady', from: 1_050, to: 2_950 }];
    expect(shownSpan({ ...nothing, phases })).toEqual({
      firstStep: 5,
      endStep: 15,
      fromMs: 1_000,
      toMs: 3_000,
    });
  });

  it('leaves out no answer and no violation', () => {
    const phases = [{ name: 'steady', from: 1_000, to: 2_000 }];
    const lanes = [
      {
        action: 'a',
        allowed: counts.with(3, 1),
        fallbackAllowed: counts,
        denied: counts.with(12, 1),
        noDecision: counts,
      },
    ];
    const violations = [{ t: 3_210, count: 1, action: 'a', violation: 'late' as const }];
    expect(shownSpan({ ...nothing, phases, lanes, violations })).toMatchObject({ firstStep: 3, endStep: 17 });
  });

  it('is never empty', () => {
    expect(shownSpan(nothing)).toMatchObject({ firstStep: 19, endStep: 20 });
    expect(shownSpan({ ...nothing, endMs: 0 })).toMatchObject({ firstStep: 0, endStep: 1 });
  });
});
