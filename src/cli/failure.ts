import { exitCodes, type ExitCode } from './exit-codes.ts';

/** An end of a command that the user can do something about: one screen and an exit code, no stack. */
export class Failure extends Error {
  override readonly name = 'Failure';
  readonly exitCode: ExitCode;
  /** What to do, in a sentence; shown under the message. */
  readonly hint: string | undefined;

  constructor(message: string, options: { exitCode?: ExitCode; hint?: string; cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.exitCode = options.exitCode ?? exitCodes.usage;
    this.hint = options.hint;
  }
}

/** Whether an error is a system error such as `ENOENT`. */
export function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'code' in error && typeof error.code === 'string';
}
