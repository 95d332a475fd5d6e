import { oneLine, plainText } from '../plain-text.ts';

/** Text that Markdown shows as it is: no emphasis, link, HTML, table cell or mention can come of it. */
export function escaped(text: string): string {
  return plainText(text)
    .replace(/\s+/gu, ' ')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replace(/[\\`*_[\]|~#]/gu, String.raw`\$&`)
    .replace(/(?<!\w)@(?=\w)/gu, '@\u200b');
}

/** A code span. A bar is escaped for the sake of tables, where alone it has to be. */
export function code(text: string): string {
  const bare = oneLine(text).replaceAll('|', '\\|');
  const longest = Math.max(0, ...[...bare.matchAll(/`+/gu)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  const space = longest > 0 || bare === '' ? ' ' : '';
  return `${fence}${space}${bare}${space}${fence}`;
}

/** Prose of ours that quotes names in backticks: those become code spans, the rest is escaped. */
export function marked(text: string): string {
  return text
    .split('`')
    .map((part, index) => (index % 2 === 1 ? code(part) : escaped(part)))
    .join('');
}

/** A table row. */
function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

/** A table of a head and rows. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [row(head), row(head.map(() => '---')), ...rows.map(row)].join('\n');
}
