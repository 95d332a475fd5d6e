import { readBundleKeys } from '../service/fixtures.ts';
import { diagnose } from '../service/diagnostics.ts';
import type { Lifetime } from '../service/run-service.ts';
import type { PolicyEngine } from '../engine/engine.ts';
import { createActivePolicy, type ActivePolicy } from './active-policy.ts';
import { createBundleClient } from './bundle-client.ts';
import { startPolling } from './poll.ts';

/** Whose bundle service, and how often it is asked. */
interface FollowOptions {
  /** Who follows, for diagnostics. */
  readonly name: string;
  readonly bundleServiceUrl: string;
  readonly pollEveryMs: number;
}

/** The active policy of a process that keeps asking for a newer one. */
interface FollowedPolicy extends ActivePolicy {
  /** Resolves when the first bundle is in force. */
  readonly first: Promise<void>;
}

/** Keeps `engine` on the newest verified bundle for as long as the process lives. */
export async function followPolicy(
  engine: PolicyEngine,
  options: FollowOptions,
  lifetime: Lifetime,
): Promise<FollowedPolicy> {
  // An answer that takes longer than the next poll is due is given up for that.
  const client = createBundleClient(options.bundleServiceUrl, options.pollEveryMs);
  const active = createActivePolicy({
    client,
    engine,
    verificationKeys: await readBundleKeys(),
  });
  const first = Promise.withResolvers<void>();
  let lastError = '';
  let stopping = false;
  const stop = startPolling({
    everyMs: options.pollEveryMs,
    async poll() {
      try {
        if (await active.refresh()) {
          first.resolve();
          diagnose(options.name, 'policy-activated', { revision: active.revision() });
        }
        lastError = '';
        return true;
      } catch (error) {
        const message = error instanceof Error ? error.message : String(error);
        if (stopping) return false;
        // Once per kind of trouble: an outage is one fact, not one a second.
        if (message !== lastError) diagnose(options.name, 'policy-not-confirmed', { error: message });
        lastError = message;
        return false;
      }
    },
  });
  lifetime.onStop(async () => {
    stopping = true;
    await Promise.all([stop(), client.close()]);
  });
  return { ...active, first: first.promise };
}
