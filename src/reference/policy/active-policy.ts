import { createHash } from 'node:crypto';
import type { BundleKeys } from '../bundle/bundle-keys.ts';
import { BundleRejected } from '../bundle/rejected.ts';
import { verifyBundle, type VerifiedBundle } from '../bundle/verify.ts';
import type { PolicyEngine } from '../engine/engine.ts';
import type { BundleClient } from './bundle-client.ts';
import { ruleOnRevision, type BundleIdentity } from './revision-rule.ts';

/** The policy that this process decides on, and how sure it is that nobody has changed it since. */
export interface ActivePolicy {
  /** 0 before the first bundle. */
  revision(): number;
  /** Milliseconds since the bundle service last confirmed it; `Infinity` before the first bundle. */
  unconfirmedMs(): number;
  /**
   * Asks the bundle service once. One call at a time.
   * @returns whether another policy is in force now
   * @throws Error (BundleRejected, PolicyRejected, or the client's) and leaves everything as it was
   */
  refresh(): Promise<boolean>;
}

/** What it takes to follow a policy. */
interface ActivePolicyParts {
  readonly client: BundleClient;
  readonly engine: PolicyEngine;
  readonly verificationKeys: BundleKeys;
  /** Monotonic milliseconds. */
  readonly now?: () => number;
}

/** Fetches, verifies and activates bundles, in that order and never partly. */
export function createActivePolicy({
  client,
  engine,
  verificationKeys,
  now = () => performance.now(),
}: ActivePolicyParts): ActivePolicy {
  let active: BundleIdentity | undefined;
  let etag: string | undefined;
  let confirmedAt = -Infinity;

  async function take(bundle: VerifiedBundle): Promise<boolean> {
    const offered = { revision: bundle.revision, digest: digestOf(bundle) };
    const ruling = ruleOnRevision(active, offered);
    if (ruling === 'confirm') return false;
    if (ruling !== 'activate') {
      throw new BundleRejected(
        ruling,
        `revision ${offered.revision} is ${ruling}: revision ${active?.revision} is active`,
      );
    }
    await engine.activate(bundle.policies);
    active = offered;
    return true;
  }

  return {
    revision: () => active?.revision ?? 0,
    unconfirmedMs: () => now() - confirmedAt,
    async refresh() {
      // The answer holds for some moment after this one, so ages are counted from here.
      const askedAt = now();
      const answer = await client.fetch(etag);
      const changed =
        answer.kind === 'bundle' && (await take(await verifyBundle(answer.archive, verificationKeys)));
      // Only the tag of a bundle in force: a refused one must not be confirmed by a later 304.
      if (answer.kind === 'bundle') ({ etag } = answer);
      confirmedAt = askedAt;
      return changed;
    },
  };
}

function digestOf(bundle: VerifiedBundle): string {
  return createHash('sha256')
    .update(JSON.stringify([...bundle.policies]))
    .digest('hex');
}
