import type { Result } from '../model/result.ts';

/**
 * `result.json`: two spaces of indentation and a newline at the end. Keys stand in the order in which the
 * result was built, which is the order of the types in `model/result.ts`, so that the same result always
 * gives the same bytes.
 * @throws RangeError where a number is not finite, which JSON would silently turn into null
 */
export function serialiseResult(result: Result): string {
  const text = JSON.stringify(
    result,
    (key, value: unknown) => {
      if (typeof value === 'number' && !Number.isFinite(value)) {
        throw new RangeError(`result.json cannot hold ${value} (in "${key}")`);
      }
      return value;
    },
    2,
  );
  return `${text}\n`;
}
