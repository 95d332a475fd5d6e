/** Breaks a text into lines of at most `width` characters, at spaces but not before a unit; a longer word stays whole. */
export function wrap(text: string, width: number): readonly string[] {
  return flow(text.split(/ (?!(?:ms|s|min|%)\b)/u), ' ', width);
}

/** Sets items one after another in lines of at most `width` characters, breaking none of them. */
export function flow(items: readonly string[], separator: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const item of items) {
    if (line !== '' && line.length + separator.length + item.length > width) {
      lines.push(line);
      line = item;
    } else line = line === '' ? item : line + separator + item;
  }
  return [...lines, line];
}

/** A label in a column of its own and a text wrapped beside it. */
export function labelled(
  label: string,
  text: string,
  at: { readonly indent: number; readonly label: number; readonly width: number },
): readonly string[] {
  const left = at.indent + at.label;
  return wrap(text, Math.max(20, at.width - left)).map(
    (line, index) => `${' '.repeat(at.indent)}${(index === 0 ? label : '').padEnd(at.label)}${line}`,
  );
}

/** A text cut to `width` characters, the cut shown. */
export function cut(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, Math.max(0, width - 1))}…`;
}
