import { describe, expect, it } from 'vitest';
import { cleanupStack } from './clean-up.ts';
import { memoryJournal } from './testing/fake-stage.ts';

describe('the cleanup', () => {
  it('goes in reverse order, whatever fails, and journals every step', async () => {
    const { journal, events } = memoryJournal();
    const stack = cleanupStack(journal, { now: () => 7 });
    const done: string[] = [];
    stack.push({
      step: 'stop the environment',
      undo: async () => {
        done.push('environment');
        return [
          { step: 'stop r0', ok: true },
          { step: 'leave no port open', ok: false, note: 'still open: 127.0.0.1:4' },
        ];
      },
    });
    stack.push({ step: 'heal', undo: () => Promise.reject(new Error('stuck')) });
    stack.push({ step: 'stop probing', undo: async () => void done.push('probing') });

    expect(await stack.unwind()).toBe(false);
    expect(done).toEqual(['probing', 'environment']);
    expect(events).toEqual([
      { type: 'cleanup', t: 7, step: 'stop probing', ok: true },
      { type: 'cleanup', t: 7, step: 'heal', ok: false, note: 'stuck' },
      { type: 'cleanup', t: 7, step: 'stop r0', ok: true },
      { type: 'cleanup', t: 7, step: 'leave no port open', ok: false, note: 'still open: 127.0.0.1:4' },
    ]);
  });

  it('takes nothing away twice', async () => {
    const stack = cleanupStack(memoryJournal().journal, { now: () => 0 });
    let times = 0;
    stack.push({ step: 'once', undo: async () => void times++ });
    expect([await stack.unwind(), await stack.unwind()]).toEqual([true, true]);
    expect(times).toBe(1);
  });
});
