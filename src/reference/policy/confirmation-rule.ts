/** What the bundle service says, and signs, about the bundle that it serves. */
export interface Confirmation {
  /** Entity tag of that bundle. */
  readonly etag: string;
  readonly revision: number;
  /** When it said so, in milliseconds of its own wall clock. Compared with its own earlier words alone. */
  readonly at: number;
}

/** Which bundle is to be confirmed, and what was confirmed before. */
export interface ConfirmationQuestion {
  readonly etag: string;
  readonly revision: number;
  /** The latest `at` of all confirmations that were ever accepted; undefined where none was. */
  readonly lastAt: number | undefined;
}

/** Whether a confirmation counts, or else why it does not: it is of another bundle, or no later than one that counted. */
type ConfirmationRuling = 'confirmed' | 'of-another' | 'repeated';

/**
 * A signature says who confirmed a bundle, not when: what stands in front of the service can repeat an old answer
 * for ever. So each confirmation has to be later than the last, by the clock of whoever signed both.
 */
export function ruleOnConfirmation(
  said: Confirmation,
  { etag, revision, lastAt }: ConfirmationQuestion,
): ConfirmationRuling {
  if (said.etag !== etag || said.revision !== revision) return 'of-another';
  return lastAt !== undefined && said.at <= lastAt ? 'repeated' : 'confirmed';
}
