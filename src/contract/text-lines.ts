/** A place in a file and how many characters it covers on its line; lines and columns count from 1. */
export interface Place {
  readonly line: number;
  readonly col: number;
  readonly length: number;
}

/** A text cut into lines, and the offset at which each begins. */
export interface TextLines {
  readonly lines: readonly string[];
  readonly starts: readonly number[];
}

/** Cuts a text at every `\n` or `\r\n`. */
export function linesOf(text: string): TextLines {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return { lines: text.split(/\r?\n/), starts };
}

/**
 * Where the characters from offset `from` to `to` stand; on their first line only. (The YAML library can count
 * lines too, but loses some of them behind a syntax error.)
 */
export function placeOf({ lines, starts }: TextLines, from: number, to: number): Place {
  const index = Math.max(
    0,
    starts.findLastIndex((start) => start <= from),
  );
  const length = lines[index]?.length ?? 0;
  const before = Math.min(from - (starts[index] ?? 0), length);
  return { line: index + 1, col: before + 1, length: Math.max(1, Math.min(to - from, length - before)) };
}
