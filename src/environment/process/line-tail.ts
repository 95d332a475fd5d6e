import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';

/** The last lines of a stream. Everything is read, so that the writer never blocks; only the tail is kept. */
export interface LineTail {
  lines(): readonly string[];
  /** Resolves when the stream has ended. */
  readonly ended: Promise<unknown>;
}

/** Longest line that is kept whole, in characters. */
const longestLine = 2_000;

/** Keeps the last `count` lines of `stream`. */
export function tailLines(stream: Readable, count = 20): LineTail {
  const kept: string[] = [];
  const reader = createInterface({ input: stream, crlfDelay: Infinity }).on('line', (line) => {
    kept.push(line.length > longestLine ? `${line.slice(0, longestLine)}…` : line);
    if (kept.length > count) kept.shift();
  });
  return { lines: () => [...kept], ended: once(reader, 'close') };
}
