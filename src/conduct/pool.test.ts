import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runPool } from './pool.ts';
import { together } from './together.ts';
import { turnstile } from './turnstile.ts';

describe('a pool', () => {
  it('gives the results in order, never runs more than its workers, and runs each task once', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        fc.array(fc.nat()),
        fc.integer({ min: 1, max: 6 }),
        async (turns, items, workers) => {
          let running = 0;
          let most = 0;
          const pool = runPool(items, workers, async (item, index) => {
            most = Math.max(most, ++running);
            await turns.schedule(Promise.resolve());
            running--;
            return `${index} ${item}`;
          });
          await turns.waitFor(pool);
          expect(await pool).toEqual(items.map((item, index) => `${index} ${item}`));
          expect(most).toBe(Math.min(workers, items.length));
        },
      ),
    );
  });

  it('lets everything end before it throws', async () => {
    const done: number[] = [];
    const pool = runPool([0, 1, 2], 2, async (item) => {
      if (item === 0) throw new Error('the first');
      await Promise.resolve();
      done.push(item);
    });
    await expect(pool).rejects.toThrow('the first');
    expect(done).toEqual([1, 2]);
  });
});

describe('together', () => {
  it('waits for all before it throws what the first failed with', async () => {
    const slow = Promise.withResolvers<void>();
    const failing = together([
      slow.promise,
      Promise.reject(new Error('first')),
      Promise.reject(new Error('second')),
    ]);
    let thrown = false;
    const settled = failing.catch((error: unknown) => {
      thrown = true;
      return error;
    });
    await Promise.resolve();
    expect(thrown).toBe(false);
    slow.resolve();
    expect(await settled).toMatchObject({ message: 'first' });
  });
});

describe('a turnstile', () => {
  it('lets one through at a time, in the order of their coming', async () => {
    const gate = turnstile();
    const seen: string[] = [];
    const pass = async (name: string): Promise<void> => {
      const leave = await gate.enter();
      seen.push(`${name} in`);
      await Promise.resolve();
      seen.push(`${name} out`);
      leave();
      leave();
    };
    await Promise.all(['a', 'b', 'c'].map(pass));
    expect(seen).toEqual(['a in', 'a out', 'b in', 'b out', 'c in', 'c out']);
  });
});
