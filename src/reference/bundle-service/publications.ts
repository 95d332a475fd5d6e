import { createHash } from 'node:crypto';
import type { JWK } from 'jose';
import { buildBundle } from '../bundle/build.ts';
import type { PolicyFiles } from '../engine/engine.ts';

/** Who changed the policy, who agreed, and why. */
export interface Approval {
  readonly by: string;
  readonly approvedBy: string;
  readonly reason: string;
}

/** One entry of the history. A revision is never reused, and never served again once it was replaced. */
export interface Publication extends Approval {
  readonly revision: number;
  /** Name of the content. */
  readonly policy: string;
  /** Revision whose content this one repeats, when it is a rollback. */
  readonly rollbackTo: number | null;
  readonly servedAt: string;
}

export interface ServedBundle {
  readonly archive: Buffer;
  readonly etag: string;
}

export interface Publications {
  publish(policy: string, content: PolicyFiles, approval: Approval): Promise<Publication>;
  /** Serves the content of revision `to` again, under a new and higher revision. Undefined where there is no such revision. */
  rollback(to: number, approval: Approval): Promise<Publication | undefined>;
  history(): readonly Publication[];
  served(): ServedBundle | undefined;
}

/** Keeps every revision's content and serves the newest, signed with `signingKey`. */
export function createPublications(signingKey: JWK): Publications {
  const history: Publication[] = [];
  const contents = new Map<number, PolicyFiles>();
  let served: ServedBundle | undefined;
  let lastRevision = 0;

  async function serve(
    content: PolicyFiles,
    entry: Approval & { readonly policy: string; readonly rollbackTo: number | null },
  ): Promise<Publication> {
    const revision = ++lastRevision;
    const archive = await buildBundle(content, revision, signingKey);
    const newest = history.at(-1);
    // Two changes at once: the one with the lower revision was built later and must not hide the higher.
    if (newest === undefined || newest.revision < revision)
      served = { archive, etag: etagOf(revision, archive) };
    const publication = { revision, ...entry, servedAt: new Date().toISOString() };
    contents.set(revision, content);
    history.push(publication);
    return publication;
  }

  return {
    publish: (policy, content, approval) => serve(content, { ...approval, policy, rollbackTo: null }),
    async rollback(to, approval) {
      const content = contents.get(to);
      const original = history.find((entry) => entry.revision === to);
      if (content === undefined || original === undefined) return undefined;
      return serve(content, { ...approval, policy: original.policy, rollbackTo: to });
    },
    history: () => history,
    served: () => served,
  };
}

function etagOf(revision: number, archive: Buffer): string {
  return `"${revision}-${createHash('sha256').update(archive).digest('hex').slice(0, 16)}"`;
}
