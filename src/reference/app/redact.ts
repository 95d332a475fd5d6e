/** Takes everything out of an answer's data that these JSON pointers name; `*` stands for every item. */
export type Redact = (data: unknown, pointers: readonly string[]) => unknown;

/** Leaves the data it is given as it is and returns a copy without the named members. */
export const redact: Redact = (data, pointers) => {
  const copy: unknown = structuredClone(data);
  for (const pointer of pointers) remove(copy, pointer.split('/').slice(1).map(unescape));
  return copy;
};

function remove(data: unknown, [name, ...rest]: readonly string[]): void {
  if (typeof data !== 'object' || data === null || name === undefined) return;
  for (const key of name === '*' ? Object.keys(data) : [name]) {
    if (rest.length > 0) remove(Reflect.get(data, key), rest);
    else Reflect.deleteProperty(data, key);
  }
}

/** RFC 6901, section 4. */
function unescape(token: string): string {
  return token.replaceAll('~1', '/').replaceAll('~0', '~');
}
