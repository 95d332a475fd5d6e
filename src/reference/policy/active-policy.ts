import { BundleRejected } from '../bundle/rejected.ts';
import type { BundleAnswer } from './bundle-client.ts';
import { msBetween, type Moment } from './policy-age.ts';
import type { PolicyLoader, PolicyParts, VerifiedPolicy } from './policy-parts.ts';
import { sha256Of } from './policy-state.ts';
import type { BundleIdentity } from './revision-rule.ts';
import type { PolicyState } from './state-store.ts';

/** The policy that this process decides on, and how sure it is that nobody has changed it since. */
export interface ActivePolicy {
  /** 0 before the first bundle. */
  revision(): number;
  /** Milliseconds since the last request that confirmed it was sent; `Infinity` before the first. */
  unconfirmedMs(): number;
}

/** An active policy that is kept up to date. One call at a time. */
export interface KeptPolicy extends ActivePolicy {
  /**
   * Takes up what an earlier process left, as old as it is by now.
   * @throws Error when that cannot be put in force; what was highest is remembered even so
   */
  restore(): Promise<void>;
  /**
   * Asks once whether there is another policy, and puts it in force if there is.
   * @param waitMs how long the answer may be held back for one
   * @throws Error (BundleRejected, NotConfirmed, PolicyRejected, or the client's), and leaves everything as it was
   */
  refresh(waitMs?: number): Promise<Refreshed>;
}

/** What came of asking for a policy. */
export interface Refreshed {
  /** Whether another policy is in force now. */
  readonly changed: boolean;
  /** Whether whoever was asked says that it was ready to hold its answer back. */
  readonly holdsBack: boolean;
}

/** A bundle in force. */
interface Held {
  readonly identity: BundleIdentity;
  readonly archive: Buffer;
  readonly etag: string | undefined;
}

/** When a request was sent, for this process and for later ones. */
interface Sent {
  readonly now: number;
  readonly moment: Moment;
}

/**
 * Keeps a policy: fetched, verified, confirmed, written down and put in force, in that order and never partly.
 * @param tell is told of what goes wrong without keeping a policy from being put in force
 */
export function createActivePolicy(
  parts: PolicyParts<PolicyLoader>,
  tell: (event: string, details: Readonly<Record<string, unknown>>) => void,
): KeptPolicy {
  const { client, verify, confirm, ruleOnRevision, store, engine, clocks } = parts;
  let held: Held | undefined;
  let highest: BundleIdentity | undefined;
  let lastAt: number | undefined;
  let confirmedAt = -Infinity;

  /** What is not written down has not happened, except where it cannot be: a full disk must not keep a bad rule in force. */
  async function write(state: PolicyState): Promise<void> {
    await store
      .save(state)
      .catch((error: unknown) => tell('policy-state-not-saved', { error: String(error) }));
  }

  async function take(bundle: VerifiedPolicy, next: Held, sent: Sent, at: number | undefined): Promise<void> {
    const putInForce = await engine.prepare(bundle.policies);
    await write({ bundle: next, confirmation: { at, requested: sent.moment }, highest: next.identity });
    // In one go: nobody is ever answered by the one and told the number of the other.
    putInForce();
    held = next;
    highest = next.identity;
    count(sent, at);
  }

  /** The bundle stays, and has been confirmed. */
  async function keep(current: Held, sent: Sent, at: number | undefined): Promise<void> {
    await write({ bundle: current, confirmation: { at, requested: sent.moment }, highest });
    held = current;
    count(sent, at);
  }

  function count(sent: Sent, at: number | undefined): void {
    confirmedAt = sent.now;
    lastAt = at;
  }

  async function confirmHeld(answer: BundleAnswer, sent: Sent): Promise<void> {
    if (held?.etag === undefined)
      throw new Error('"not modified" was answered, but there is nothing to modify');
    const { etag, identity } = held;
    await keep(held, sent, await confirm(answer, { etag, revision: identity.revision, lastAt }));
  }

  async function consider(answer: BundleAnswer & { kind: 'bundle' }, sent: Sent): Promise<boolean> {
    const bundle = await verify(answer.archive);
    const next = { identity: identify(bundle), archive: answer.archive, etag: answer.etag };
    const ruling = ruleOnRevision(held?.identity, highest, next.identity);
    if (ruling === 'replayed' || ruling === 'conflicting') throw refusal(next.identity, ruling, highest);
    const { revision } = bundle;
    const at = await confirm(answer, { etag: answer.etag ?? '', revision, lastAt });
    if (ruling === 'activate') await take(bundle, next, sent, at);
    else await keep(next, sent, at);
    return ruling === 'activate';
  }

  return {
    revision: () => held?.identity.revision ?? 0,
    unconfirmedMs: () => clocks.now() - confirmedAt,
    async restore() {
      const left = await store.load((what) => tell('policy-state-damaged', { error: what }));
      ({ highest } = left);
      lastAt = left.confirmation?.at;
      if (left.bundle === undefined) return;
      const bundle = await verify(left.bundle.archive);
      const identity = identify(bundle);
      const ruling = ruleOnRevision(undefined, highest, identity);
      if (ruling !== 'activate') throw refusal(identity, 'replayed', highest);
      const putInForce = await engine.prepare(bundle.policies);
      const ageMs = left.confirmation && msBetween(left.confirmation.requested, clocks.moment());
      putInForce();
      held = { identity, ...left.bundle };
      highest = identity;
      confirmedAt = clocks.now() - (ageMs ?? Infinity);
    },
    async refresh(waitMs = 0) {
      // The answer holds for some moment after this one, so ages are counted from here.
      const sent = { now: clocks.now(), moment: clocks.moment() };
      // Only the tag of the bundle in force: a refused one must not be confirmed by a later "not modified".
      const answer = await client.fetch({ etag: held?.etag, waitMs });
      const { holdsBack } = answer;
      if (answer.kind === 'bundle') return { changed: await consider(answer, sent), holdsBack };
      await confirmHeld(answer, sent);
      return { changed: false, holdsBack };
    },
  };
}

function identify({ revision, policies }: VerifiedPolicy): BundleIdentity {
  return { revision, digest: sha256Of(JSON.stringify([...policies])) };
}

function refusal(
  offered: BundleIdentity,
  ruling: 'replayed' | 'conflicting',
  highest: BundleIdentity | undefined,
): BundleRejected {
  return new BundleRejected(
    ruling,
    `revision ${offered.revision} is ${ruling}: revision ${highest?.revision} was in force`,
  );
}
