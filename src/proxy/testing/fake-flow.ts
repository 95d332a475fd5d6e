import { after } from '../timer.ts';
import type { Flow } from '../toxics/toxic.ts';

/** What a stage has done to its stream. */
export interface FakeFlow extends Flow {
  /** Text passed on, each with the moment. */
  readonly passed: { readonly text: string; readonly at: number }[];
  /** `end`, `close`, `reset`, as they were called. */
  readonly endings: string[];
  /** Bytes held now. */
  held(): number;
}

/** A stream for a stage under test, on whatever clock the test runs by. @param numbers what is drawn, in turn */
export function fakeFlow(...numbers: readonly number[]): FakeFlow {
  const passed: { text: string; at: number }[] = [];
  const endings: string[] = [];
  let held = 0;
  let drawn = 0;
  return {
    passed,
    endings,
    held: () => held,
    push: (data) => void passed.push({ text: data.toString('latin1'), at: performance.now() }),
    end: () => void endings.push('end'),
    close: () => void endings.push('close'),
    reset: () => void endings.push('reset'),
    hold: (bytes) => {
      held += bytes;
    },
    after,
    random: () => {
      const number = numbers[drawn % numbers.length] ?? 0.5;
      drawn += 1;
      return number;
    },
  };
}
