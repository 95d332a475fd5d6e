import type { Behaviour, BehaviourLease } from '../service/behaviour.ts';
import type { Confirm } from './confirmation.ts';
import type { Publications, Revision } from './publications.ts';
import type { UntrustedBundles } from './untrusted-bundles.ts';

/** A bundle as it is served at the moment. */
export interface Offer {
  readonly archive: Buffer;
  readonly etag: string;
  /** What says, signed, that it is; undefined where nobody vouches for it. */
  readonly confirmation: string | undefined;
}

/** Makes what is served at the moment; undefined where nothing was published. */
export type MakeOffer = () => Promise<Offer | undefined>;

/** Serves the newest revision, or what a misbehaving service takes for it. */
export function createOffer(
  { revisions }: Publications,
  confirm: Confirm,
  untrusted: UntrustedBundles,
  lease: BehaviourLease,
): MakeOffer {
  return async () => {
    const behaviour: Behaviour | undefined = lease.current();
    if (behaviour?.kind === 'untrusted-bundle')
      return { ...(await untrusted.bundle(behaviour)), confirmation: undefined };
    const frozenAt = behaviour?.kind === 'frozen' ? lease.since() : undefined;
    if (frozenAt !== undefined) return revisionAt(revisions(), frozenAt);
    const newest = revisions().at(-1);
    if (newest === undefined) return undefined;
    const { etag, archive, publication } = newest;
    return { etag, archive, confirmation: await confirm({ etag, revision: publication.revision }) };
  };
}

/**
 * The revision that was served at a moment, with the confirmation with which it came: an older one than anybody who has
 * asked since then has seen.
 */
export function revisionAt(revisions: readonly Revision[], at: Date): Revision | undefined {
  return revisions.findLast(({ publication }) => Date.parse(publication.servedAt) <= at.getTime());
}
