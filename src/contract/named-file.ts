import type { Problem } from '../model/problem.ts';
import type { PointAt } from './check-shape.ts';
import type { Path } from './yaml-source.ts';

/**
 * Moves problems of a file as a whole (it is missing, it is a folder) to the place where another file names
 * it; problems within the file stay where they are.
 */
export function whereNamed(problems: readonly Problem[], at: PointAt, path: Path, hint?: string): Problem[] {
  return problems.map((problem) => {
    if (problem.line !== 0) return problem;
    const message =
      problem.code === 'missing-file'
        ? `there is no file ${problem.file}`
        : `${problem.file}: ${problem.message}`;
    return at(path, {
      code: problem.code,
      message,
      hint: hint ?? 'a path is meant from the folder of the file that names it',
    });
  });
}
