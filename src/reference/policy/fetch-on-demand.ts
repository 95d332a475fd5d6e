import type { Lifetime } from '../service/run-service.ts';
import type { FollowedPolicy } from './follow.ts';
import { keepPolicy } from './policy-keeper.ts';
import type { PolicyParts } from './policy-parts.ts';
import { startPolling } from './poll.ts';
import { createStatusReporter } from './status-reporter.ts';

/** Where policies are fetched, how often at most, and until when one may be used. */
interface FetchOptions {
  readonly name: string;
  readonly bundleServiceUrl: string;
  readonly pollEveryMs: number;
  readonly maxAgeMs: number;
}

/** A policy that is fetched when a decision needs it. */
interface FetchedPolicy extends FollowedPolicy {
  /**
   * Says that a decision needs the policy: it is fetched again if that was longer ago than `pollEveryMs`.
   * @returns what a decision has to wait for; undefined where it can go by the policy at hand
   */
  needed(): Promise<void> | undefined;
}

/** How soon a policy is fetched again that did not come, if it is needed. */
const againAfterMs = 200;

/** Fetches the first policy at once, since nobody is ready without one, and then on demand. */
export async function fetchPolicyOnDemand(
  parts: PolicyParts,
  { name, bundleServiceUrl, pollEveryMs, maxAgeMs }: FetchOptions,
  lifetime: Lifetime,
): Promise<FetchedPolicy> {
  const keeper = keepPolicy(name, parts, createStatusReporter(bundleServiceUrl, name, pollEveryMs));
  await keeper.restore();
  let fetching: Promise<boolean> | undefined;
  let dueAt = -Infinity;

  /** Whether it came; those who ask meanwhile share the answer. */
  async function fetchNow(): Promise<boolean> {
    const sentAt = performance.now();
    const came = (await keeper.refresh()) !== undefined;
    dueAt = sentAt + (came ? pollEveryMs : Math.min(pollEveryMs, againAfterMs));
    fetching = undefined;
    return came;
  }

  const stop = startPolling({
    everyMs: pollEveryMs,
    async poll() {
      if (!(await (fetching ??= fetchNow()))) return 'failed';
      void stop();
      return 'settled';
    },
  });
  lifetime.onStop(async () => {
    await Promise.all([stop(), keeper.close()]);
  });

  return {
    ...keeper,
    needed() {
      if (fetching === undefined && performance.now() >= dueAt) fetching = fetchNow();
      const usable = keeper.revision() > 0 && keeper.unconfirmedMs() <= maxAgeMs;
      return usable ? undefined : fetching?.then(() => undefined);
    },
  };
}
