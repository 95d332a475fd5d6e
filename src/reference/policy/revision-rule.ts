/** What tells one bundle from another. */
export interface BundleIdentity {
  readonly revision: number;
  /** Hash of everything in it but the signature. */
  readonly digest: string;
}

/** What to do with a verified bundle: put it in force, take it as proof that the active one is current, or refuse it. */
type RevisionRuling = 'activate' | 'confirm' | 'replayed' | 'conflicting';

/**
 * A signature says who made a bundle, not that it is the newest: an old one, replayed, verifies just as well.
 * So revisions only ever go up. A rollback is no exception, because it comes under a new revision.
 */
export function ruleOnRevision(active: BundleIdentity | undefined, offered: BundleIdentity): RevisionRuling {
  if (active === undefined || offered.revision > active.revision) return 'activate';
  if (offered.revision < active.revision) return 'replayed';
  return offered.digest === active.digest ? 'confirm' : 'conflicting';
}
