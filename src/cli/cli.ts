import type { Streams } from './streams.ts';

/** What a command needs of the program around it. */
export interface Cli {
  readonly streams: Streams;
  /** Sets what the process will end with; without it a command ends with 0. */
  end(code: number): void;
}
