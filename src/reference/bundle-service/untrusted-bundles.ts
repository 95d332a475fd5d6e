import { createHash } from 'node:crypto';
import type { Behaviour } from '../service/behaviour.ts';
import { diffContents } from './content-diff.ts';
import { forge, type ForgeKeys } from './forge-bundle.ts';
import { policyNames, readPolicyContent } from './policy-content.ts';
import type { Publications, Revision } from './publications.ts';

/** Which bundle that nobody may believe is to be served. */
export type UntrustedBehaviour = Extract<Behaviour, { kind: 'untrusted-bundle' }>;

interface UntrustedBundle {
  readonly archive: Buffer;
  readonly etag: string;
}

/** The bundles that a misbehaving service serves instead of what was published. */
export interface UntrustedBundles {
  /** The same one for as long as the same revision is published. */
  bundle(behaviour: UntrustedBehaviour): Promise<UntrustedBundle>;
  /** Why there is no such bundle to be served; undefined where there is. */
  reasonAgainst(behaviour: UntrustedBehaviour): Promise<string | undefined>;
}

/** How far the revision of such a bundle lies ahead of the one that is published. */
const ahead = 1_000;

/** Makes such bundles as they are asked for. @param folder the policy contents */
export function createUntrustedBundles(
  { revisions }: Publications,
  keys: ForgeKeys,
  folder: string,
): UntrustedBundles {
  let made: { readonly of: string; readonly bundle: Promise<UntrustedBundle> } | undefined;

  async function make({ variant, policy }: UntrustedBehaviour): Promise<UntrustedBundle> {
    const served = revisions().at(-1);
    if (served === undefined) throw new Error('nothing is published yet');
    if (variant === 'replayed') return earlierOf(revisions(), served);
    const content = await readPolicyContent(folder, policy);
    const { revision } = served.publication;
    const forged = { content, sound: served.content, revision: revision + ahead, served: revision };
    const archive = await forge(variant, forged, keys);
    return { archive, etag: etagOf(archive) };
  }

  return {
    bundle(behaviour) {
      const of = JSON.stringify([behaviour, revisions().length]);
      if (made?.of !== of) made = { of, bundle: make(behaviour) };
      return made.bundle;
    },
    async reasonAgainst({ variant, policy }) {
      const served = revisions().at(-1);
      if (variant !== 'replayed') {
        return (await policyNames(folder)).includes(policy) ? undefined : `there is no content ${policy}`;
      }
      const none = 'nothing else has been published before that could be replayed';
      return served !== undefined && earlier(revisions(), served) !== undefined ? undefined : none;
    },
  };
}

function earlier(revisions: readonly Revision[], served: Revision): Revision | undefined {
  return revisions.findLast(({ content }) => !isEmpty(diffContents(content, served.content)));
}

function earlierOf(revisions: readonly Revision[], served: Revision): UntrustedBundle {
  const found = earlier(revisions, served);
  if (found === undefined) throw new Error('nothing else has been published before');
  return { archive: found.archive, etag: found.etag };
}

function isEmpty(diff: ReturnType<typeof diffContents>): boolean {
  return Object.values(diff).every(({ length }) => length === 0);
}

function etagOf(archive: Buffer): string {
  return `"untrusted-${createHash('sha256').update(archive).digest('hex').slice(0, 16)}"`;
}
