/** A Toxiproxy that a keeper keeps. */
export interface Kept {
  /** What it is, for messages. */
  readonly name: string;
  /** Resolves with how it ended, in words that follow its name, whoever ended it. Never rejects. */
  readonly ended: Promise<string>;
  /** Ends it; resolves once it is gone. @throws Error where it stays */
  stop(): Promise<void>;
}
