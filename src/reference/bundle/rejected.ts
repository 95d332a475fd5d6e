/**
 * Why a bundle must not be believed. The last two are for whoever activates bundles: the bundle itself is sound,
 * but older than the one in force, or another one under the same revision.
 */
export type RejectionCode =
  | 'unsigned'
  | 'no-key-id'
  | 'unknown-key'
  | 'bad-signature'
  | 'wrong-scope'
  | 'unlisted-file'
  | 'missing-file'
  | 'altered-file'
  | 'malformed-archive'
  | 'malformed-manifest'
  | 'wrong-roots'
  | 'delta'
  | 'too-big'
  | 'replayed'
  | 'conflicting';

/** A bundle, or another signed thing of the bundle service, that must not be believed. */
export class BundleRejected extends Error {
  override readonly name = 'BundleRejected';
  readonly code: RejectionCode;

  constructor(code: RejectionCode, reason: string, options?: ErrorOptions) {
    super(`bundle rejected (${code}): ${reason}`, options);
    this.code = code;
  }
}
