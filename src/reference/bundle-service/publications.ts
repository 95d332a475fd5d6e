import { createHash } from 'node:crypto';
import type { JWK } from 'jose';
import { buildBundle } from '../bundle/build.ts';
import type { PolicyFiles } from '../engine/engine.ts';

/** Who changed the policy, who agreed, and why. */
export interface Approval {
  readonly by: string;
  /** Null where nobody had to: for the first publication of all. */
  readonly approvedBy: string | null;
  readonly reason: string;
}

/** One entry of the history. A revision is never reused, and never served again once it was replaced. */
export interface Publication extends Change {
  readonly revision: number;
  readonly servedAt: string;
}

interface Change extends Approval {
  /** Name of the content. */
  readonly policy: string;
  /** Revision whose content is served again, when it is a rollback. */
  readonly rollbackTo: number | null;
}

/** A signed archive and its entity tag. */
interface ServedBundle {
  readonly archive: Buffer;
  readonly etag: string;
}

/** The history of a policy, and the bundle that is served now. */
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
  let lastChange: Promise<unknown> = Promise.resolve();

  async function serve(content: PolicyFiles, entry: Change): Promise<Publication> {
    const revision = history.length + 1;
    const archive = await buildBundle(content, revision, signingKey);
    served = { archive, etag: etagOf(revision, archive) };
    const publication = { revision, ...entry, servedAt: new Date().toISOString() };
    contents.set(revision, content);
    history.push(publication);
    return publication;
  }

  /** One change after the other: two at once would fight over the next revision. */
  function inTurn<T>(change: () => Promise<T>): Promise<T> {
    const turn = lastChange.then(change);
    lastChange = turn.catch(() => undefined);
    return turn;
  }

  return {
    publish: (policy, content, approval) =>
      inTurn(() => serve(content, { ...approval, policy, rollbackTo: null })),
    rollback: (to, approval) =>
      inTurn(async () => {
        const content = contents.get(to);
        const original = history.find((entry) => entry.revision === to);
        if (content === undefined || original === undefined) return undefined;
        return serve(content, { ...approval, policy: original.policy, rollbackTo: to });
      }),
    history: () => history,
    served: () => served,
  };
}

function etagOf(revision: number, archive: Buffer): string {
  return `"${revision}-${createHash('sha256').update(archive).digest('hex').slice(0, 16)}"`;
}
