import { availableParallelism } from 'node:os';
import { InvalidArgumentError } from 'commander';

/** Reads a whole number within bounds, for commander. */
export function wholeNumber(from: number, to: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= from && value <= to) return value;
    throw new InvalidArgumentError(`It takes a whole number from ${from} to ${to}.`);
  };
}

/** Reads `2/5`, the second of five shards. */
export function shard(text: string): { readonly index: number; readonly of: number } {
  const match = /^(\d+)\/(\d+)$/.exec(text);
  const index = Number(match?.[1]);
  const of = Number(match?.[2]);
  if (match !== null && index >= 1 && index <= of) return { index, of };
  throw new InvalidArgumentError('It takes i/n with i from 1 to n, such as 1/4.');
}

/** Two drills a core: a drill mostly waits, but more would starve each other, and what starvation slows is not judged. */
export function defaultWorkers(): number {
  return Math.min(8, 2 * availableParallelism());
}
