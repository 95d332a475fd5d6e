import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkShape, type PointAt } from '../contract/check-shape.ts';
import { readSource } from '../contract/read-file.ts';
import { shownPath } from '../contract/resolve-path.ts';
import { problemAt } from '../contract/yaml-source.ts';
import { hasErrors, type Problem } from '../model/problem.ts';
import { targetFile, toTarget } from './schema.ts';
import type { Target } from './target.ts';

/** The target file of the reference application; the same two folders up from `src/target` and `dist/target`. */
export const referenceTargetFile = fileURLToPath(
  new URL('../../fixtures/ledger/target.yaml', import.meta.url),
);

export interface LoadedTarget {
  /** Undefined where a problem of severity `error` was found. */
  readonly target: Target | undefined;
  readonly problems: readonly Problem[];
}

/** Reads a target file and finds everything that is wrong with it. Never throws. */
export async function loadTarget(file: string): Promise<LoadedTarget> {
  const shown = shownPath(file);
  const { source, problems } = await readSource(shown);
  if (source === undefined || hasErrors(problems)) return { target: undefined, problems };
  const at: PointAt = (path, remark) => problemAt(source, path, remark);
  const shaped = checkShape(targetFile, source.data, at);
  if (shaped.value === undefined) return { target: undefined, problems: shaped.problems };
  const target = toTarget(shaped.value, dirname(shown));
  const ambiguous = statusesOfBoth(target, at);
  return { target: hasErrors(ambiguous) ? undefined : target, problems: ambiguous };
}

/** An answer that means both allowed and denied would always be read as the one that suits. */
function statusesOfBoth({ answer }: Target, at: PointAt): Problem[] {
  return answer.deny.flatMap((status, index) =>
    answer.allow.includes(status)
      ? [
          at(['answer', 'deny', index], {
            code: 'contradiction',
            message: `status ${status} means allowed and denied at once`,
            hint: 'leave it in one of the two lists',
          }),
        ]
      : [],
  );
}
