/**
 * Why an environment does not stand:
 * - `start-failed`: a part ended or said that it cannot start;
 * - `port-in-use`: a part could not listen where it was told to;
 * - `timeout`: a part was not ready in time;
 * - `exited`: a part was ready and ended before the rest was;
 * - `aborted`: the caller gave up.
 */
export type EnvironmentErrorCode = 'start-failed' | 'port-in-use' | 'timeout' | 'exited' | 'aborted';

/** An environment could not be stood up. Whatever had been started is stopped before this is thrown. */
export class EnvironmentError extends Error {
  override readonly name = 'EnvironmentError';
  readonly code: EnvironmentErrorCode;
  /** The part that did not come up, such as `policy-service`; null where the cause is no single part's. */
  readonly part: string | null;
  /** The last lines that the part wrote to stderr, oldest first. */
  readonly stderr: readonly string[];

  constructor(
    code: EnvironmentErrorCode,
    part: string | null,
    message: string,
    options: { readonly stderr?: readonly string[]; readonly cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause });
    this.code = code;
    this.part = part;
    this.stderr = options.stderr ?? [];
  }
}
