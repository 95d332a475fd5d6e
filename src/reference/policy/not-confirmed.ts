/**
 * Why an answer of the bundle service confirms nothing: it says nothing that is signed by a key that is believed, speaks
 * of another bundle, or repeats what was said before.
 */
export type NotConfirmedCode = 'unconfirmed' | 'untrusted-confirmation' | 'of-another' | 'repeated';

/** An answer that leaves a policy as old as it was, with the reason. */
export class NotConfirmed extends Error {
  override readonly name = 'NotConfirmed';
  readonly code: NotConfirmedCode;

  constructor(code: NotConfirmedCode, reason: string, options?: ErrorOptions) {
    super(`policy not confirmed (${code}): ${reason}`, options);
    this.code = code;
  }
}
