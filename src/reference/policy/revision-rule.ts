/** What tells one bundle from another. */
export interface BundleIdentity {
  readonly revision: number;
  /** Hash of everything in it but the signature. */
  readonly digest: string;
}

/** What to do with a verified bundle: put it in force, take it for the one that is in force already, or refuse it. */
export type RevisionRuling = 'activate' | 'confirm' | 'replayed' | 'conflicting';

/**
 * A signature says who made a bundle, not that it is the newest: an old one, replayed, verifies just as well.
 * So revisions only ever go up. A rollback is no exception, because it comes under a new revision.
 * @param active the bundle in force, if any
 * @param highest the one of the highest revision that ever was in force, also before a restart
 */
export function ruleOnRevision(
  active: BundleIdentity | undefined,
  highest: BundleIdentity | undefined,
  offered: BundleIdentity,
): RevisionRuling {
  if (highest === undefined || offered.revision > highest.revision) return 'activate';
  if (offered.revision < highest.revision) return 'replayed';
  if (offered.digest !== highest.digest) return 'conflicting';
  return active?.revision === offered.revision ? 'confirm' : 'activate';
}
