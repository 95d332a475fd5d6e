// Control characters but for tab and newline, those that reorder a line, and separators that some viewers break lines at.
const invisible = /(?![\t\n])\p{Cc}|\p{Bidi_Control}|[\u2028\u2029\ufeff\ufffe\uffff]/gu;

/**
 * Text from an application made safe to show anywhere: characters that move a cursor, reorder a line or are
 * not allowed in XML are written out (`\u001b`), and half of a surrogate pair becomes U+FFFD.
 */
export function plainText(text: string): string {
  return text
    .toWellFormed()
    .replace(invisible, (character) => `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`);
}

/** The same on one line: every run of white space becomes a single space. */
export function oneLine(text: string): string {
  return plainText(text).replace(/\s+/gu, ' ').trim();
}
