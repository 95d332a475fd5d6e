import { pause } from '../service/pause.ts';
import type { Lifetime } from '../service/run-service.ts';
import type { ActivePolicy } from './active-policy.ts';
import { keepPolicy, type PolicyKeeper } from './policy-keeper.ts';
import type { PolicyLoader, PolicyParts } from './policy-parts.ts';
import { startPolling, type PollOutcome } from './poll.ts';
import { createStatusReporter } from './status-reporter.ts';

/** Whose bundle service is asked, and how. */
interface FollowOptions {
  /** Who follows, for diagnostics and reports. */
  readonly name: string;
  readonly bundleServiceUrl: string;
  readonly pollEveryMs: number;
  /** How long the bundle service may hold back its answers, in whole seconds; null where it is to answer at once. */
  readonly longPollMs: number | null;
}

/** The active policy of a process, and when it has the first. */
export interface FollowedPolicy extends ActivePolicy {
  /** Resolves when the first policy is in force. */
  readonly first: Promise<void>;
}

/**
 * How long a process that is started again waits to be told of a newer policy before it goes by the one it had: a bad
 * rule that was taken back meanwhile shall not come back with it.
 */
const headStartMs = 250;

/** Keeps the policy the newest there is for as long as the process lives. */
export async function followPolicy(
  parts: PolicyParts<PolicyLoader>,
  { name, bundleServiceUrl, pollEveryMs, longPollMs }: FollowOptions,
  lifetime: Lifetime,
): Promise<FollowedPolicy> {
  const keeper = keepPolicy(name, parts, createStatusReporter(bundleServiceUrl, name, pollEveryMs));
  await keeper.restore();
  const asked = Promise.withResolvers<void>();
  const ask = asker(keeper, longPollMs ?? 0);
  const stop = startPolling({
    everyMs: pollEveryMs,
    poll: () => ask().finally(() => asked.resolve()),
  });
  const stopped = new AbortController();
  lifetime.onStop(async () => {
    stopped.abort();
    await Promise.all([stop(), keeper.close()]);
  });
  if (keeper.revision() > 0) await Promise.race([asked.promise, pause(headStartMs, stopped.signal)]);
  return keeper;
}

/**
 * Asks by long poll, if it is to. The first time, and after a failure, the service is asked to answer at once: what matters
 * then is to know where one stands.
 */
function asker(keeper: PolicyKeeper, longPollMs: number): () => Promise<PollOutcome> {
  let last: PollOutcome | undefined;

  async function ask(): Promise<PollOutcome> {
    const waitMs = last === undefined || last === 'failed' ? 0 : longPollMs;
    const sent = performance.now();
    const refreshed = await keeper.refresh(waitMs);
    if (refreshed === undefined) return 'failed';
    if (longPollMs === 0) return 'settled';
    if (waitMs === 0) return last === undefined ? 'again' : 'settled';
    // An answer that came early and brought nothing: to ask again at once might never end.
    const wasHeld = refreshed.changed || performance.now() - sent >= waitMs / 2;
    return refreshed.holdsBack && wasHeld ? 'again' : 'settled';
  }

  return async () => (last = await ask());
}
