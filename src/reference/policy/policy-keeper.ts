import { diagnose } from '../service/diagnostics.ts';
import { createActivePolicy, type ActivePolicy, type Refreshed } from './active-policy.ts';
import type { PolicyLoader, PolicyParts } from './policy-parts.ts';
import type { StatusReporter } from './status-reporter.ts';
import { createTroubleLog } from './trouble.ts';

/** Keeps the policy of a process, and says in its diagnostics and reports what becomes of it. */
export interface PolicyKeeper extends ActivePolicy {
  /** Resolves when the first policy is in force. */
  readonly first: Promise<void>;
  /** Takes up what an earlier process left, if that can be used. Never rejects. */
  restore(): Promise<void>;
  /** Asks once, one call at a time. Never rejects; undefined where the policy was not refreshed. */
  refresh(waitMs?: number): Promise<Refreshed | undefined>;
  /** Ends what is under way, and says no more. */
  close(): Promise<void>;
}

/**
 * @param name of the process
 * @param report where what becomes of the policy is told, beyond the diagnostics
 */
export function keepPolicy(
  name: string,
  parts: PolicyParts<PolicyLoader>,
  report?: StatusReporter,
): PolicyKeeper {
  const trouble = createTroubleLog(name);
  const policy = createActivePolicy(parts, (event, details) => trouble.tell(event, details));
  const first = Promise.withResolvers<void>();
  let closed = false;

  return {
    revision: () => policy.revision(),
    unconfirmedMs: () => policy.unconfirmedMs(),
    first: first.promise,
    async restore() {
      try {
        await policy.restore();
        if (policy.revision() === 0) return;
        diagnose(name, 'policy-restored', {
          revision: policy.revision(),
          unconfirmedMs: Math.round(policy.unconfirmedMs()),
        });
        first.resolve();
      } catch (error) {
        trouble.notRefreshed(error);
      }
    },
    async refresh(waitMs) {
      try {
        const refreshed = await policy.refresh(waitMs);
        trouble.refreshed();
        const revision = policy.revision();
        if (refreshed.changed) diagnose(name, 'policy-activated', { revision });
        report?.report({ kind: refreshed.changed ? 'activated' : 'confirmed', revision });
        first.resolve();
        return refreshed;
      } catch (error) {
        if (closed) return undefined;
        const { refused, message } = trouble.notRefreshed(error);
        report?.report({ kind: refused ? 'refused' : 'failed', message });
        return undefined;
      }
    },
    async close() {
      closed = true;
      await Promise.all([parts.client.close(), report?.close()]);
    },
  };
}
