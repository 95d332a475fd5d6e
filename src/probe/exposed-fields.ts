/** What the application may leave in place of a value that an obligation hides. */
const placeholder = '[redacted]';

/**
 * The fields that an obligation hides and that are readable all the same, as JSON pointers (RFC 6901, with `*`
 * for every item of an array or member of an object). Of each pattern only the first readable field is named:
 * one is enough to break the obligation. A field is hidden when it is absent, null or the placeholder.
 */
export function exposedFields(body: unknown, hide: readonly string[]): readonly string[] {
  const found: string[] = [];
  for (const pattern of hide) {
    const pointer = firstReadable(body, tokensOf(pattern), '');
    if (pointer !== undefined) found.push(pointer);
  }
  return found;
}

function firstReadable(value: unknown, tokens: readonly string[], at: string): string | undefined {
  const [token, ...rest] = tokens;
  if (token === undefined) return isHidden(value) ? undefined : at;
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [key, child] of Object.entries(value)) {
    if (token !== '*' && token !== key) continue;
    const pointer = firstReadable(child, rest, `${at}/${escaped(key)}`);
    if (pointer !== undefined) return pointer;
  }
  return undefined;
}

function isHidden(value: unknown): boolean {
  return value === undefined || value === null || value === placeholder;
}

function tokensOf(pattern: string): readonly string[] {
  return pattern
    .split('/')
    .slice(1)
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function escaped(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}
