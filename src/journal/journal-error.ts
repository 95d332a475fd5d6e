/** A journal that cannot be read; the message says what is wrong, `file` and `line` where. */
export class JournalError extends Error {
  override readonly name = 'JournalError';
  readonly file: string;
  /** From 1; 0 where the whole file is meant. */
  readonly line: number;

  constructor(file: string, line: number, message: string, options?: ErrorOptions) {
    super(message, options);
    this.file = file;
    this.line = line;
  }
}
