import { nearestName } from './nearest-name.ts';
import type { Remark } from './yaml-source.ts';

/**
 * What to say of a name that nothing declares.
 * @param kind what it should be, in a word: `action`
 * @param known the names that are declared
 */
export function undeclared(kind: string, name: string, known: readonly string[]): Remark {
  const near = nearestName(name, known);
  const declared = known.length === 0 ? `no ${kind} is declared` : `declared: ${known.join(', ')}`;
  return {
    code: 'undeclared',
    message: `the ${kind} "${name}" is not declared`,
    hint: near === undefined ? declared : `did you mean "${near}"?`,
  };
}
