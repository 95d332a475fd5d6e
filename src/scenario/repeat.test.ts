import { describe, expect, it } from 'vitest';
import { repeatedPhases } from './repeat.ts';
import type { Change, ScenarioPhase } from './scenario.ts';

function phase(name: string, steady = false, changes: readonly Change[] = []): ScenarioPhase {
  return {
    name,
    forMs: 100,
    steady,
    ratePerSecond: null,
    p99Ms: null,
    normalWithinMs: null,
    faults: [],
    changes,
  };
}

function rollback(of: string): Change {
  return { kind: 'rollback', of, afterMs: 0, breakGlass: false, detector: { kind: 'probes' } };
}

describe('repeated phases', () => {
  const phases = [
    phase('warm', true),
    phase('steady', true),
    phase('bad-rule'),
    phase('rollback', false, [rollback('bad-rule'), rollback('bad-allow')]),
  ];

  it('are those after the gate, under names of their own', () => {
    expect(repeatedPhases(phases, 3).map(({ name }) => name)).toEqual([
      'warm',
      'steady',
      'bad-rule',
      'rollback',
      'bad-rule-2',
      'rollback-2',
      'bad-rule-3',
      'rollback-3',
    ]);
  });

  it('take back what was published in the same round', () => {
    const of = repeatedPhases(phases, 2)
      .at(-1)
      ?.changes.map((change) => (change.kind === 'rollback' ? change.of : ''));
    // A policy has one name in all rounds: the newest publication of it is meant anyway.
    expect(of).toEqual(['bad-rule-2', 'bad-allow']);
  });

  it('once are as they are written', () => {
    expect(repeatedPhases(phases, 1)).toEqual(phases);
    expect(repeatedPhases(phases.slice(0, 2), 5)).toEqual(phases.slice(0, 2));
  });
});
