import { describe, expect, it } from 'vitest';
import { fittingLabels } from './labels.ts';

describe('texts in one line', () => {
  it('are all shown where there is room', () => {
    const labels = ['steady', 'bad-rule', 'rollback', 'recovery'].map((words, index) => ({
      at: index * 25,
      words,
      anchor: 'start' as const,
    }));
    expect(fittingLabels(labels).size).toBe(4);
  });

  it('are left out where they would run into the one before', () => {
    const labels = Array.from({ length: 40 }, (_, index) => ({
      at: index * 2.5,
      words: `rollback-${index}`,
      anchor: 'start' as const,
    }));
    const shown = [...fittingLabels(labels)];
    expect(shown[0]?.words).toBe('rollback-0');
    expect(shown.length).toBeGreaterThan(5);
    const clear = shown.every((label, index) => {
      const next = shown[index + 1];
      return next === undefined || next.at - label.at >= label.words.length * 0.85;
    });
    expect(clear).toBe(true);
  });

  it('know on which side of its place each stands', () => {
    const early = { at: 70, words: 'rev 20 good', anchor: 'start' } as const;
    const late = { at: 84, words: 'rev 21 bad-allow', anchor: 'end' } as const;
    expect([...fittingLabels([early, late])]).toEqual([early]);
    expect(fittingLabels([early, { ...late, at: 96 }]).size).toBe(2);
  });
});
