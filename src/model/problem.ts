/** What a problem in a file is, as one word that scripts may match on. */
export const problemCodes = [
  'missing-file',
  'unreadable-file',
  'yaml-syntax',
  'unknown-key',
  'missing-key',
  'wrong-type',
  'wrong-value',
  'bad-duration',
  'undeclared',
  'duplicate',
  'cycle',
  'contradiction',
  'misplaced-fault',
  'no-steady-state',
  'no-recovery',
  'never-seen',
  'no-request',
  'too-few-samples',
  'no-scenarios',
] as const;
export type ProblemCode = (typeof problemCodes)[number];

/** Something wrong with a file that a user wrote, with what is needed to show it on one screen. */
export interface Problem {
  /** An error stops the load; a warning is shown and carried along. */
  readonly severity: 'error' | 'warning';
  readonly code: ProblemCode;
  /** Path as the user would type it. */
  readonly file: string;
  /** From 1; 0 where the file as a whole is meant. */
  readonly line: number;
  /** From 1; 0 where the file as a whole is meant. */
  readonly col: number;
  /** How many characters from `col` on are concerned. */
  readonly length: number;
  /** One sentence without a full stop. */
  readonly message: string;
  /** What to do about it, in one sentence. */
  readonly hint?: string;
  /** Lines of the file around the place, the concerned one included. */
  readonly excerpt: readonly ExcerptLine[];
}

export interface ExcerptLine {
  readonly number: number;
  readonly text: string;
}

/** Whether any of the problems stops the load. */
export function hasErrors(problems: readonly Problem[]): boolean {
  return problems.some((problem) => problem.severity === 'error');
}
