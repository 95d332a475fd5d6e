import type { PolicyEngine } from '../engine/engine.ts';
import { fetchedPolicyParts, releaseParts, signedBundleParts } from '../policy/distributions.ts';
import { fetchPolicyOnDemand } from '../policy/fetch-on-demand.ts';
import { followPolicy, type FollowedPolicy } from '../policy/follow.ts';
import type { PolicyParts } from '../policy/policy-parts.ts';
import { loadRelease } from '../policy/release.ts';
import type { Lifetime } from '../service/run-service.ts';
import type { Settings } from './settings.ts';

/** The policy of a replica, however it gets there. */
export interface PolicyAtHand extends FollowedPolicy {
  /** Decides by it. */
  readonly engine: PolicyEngine;
  /** Longest that it may go unconfirmed. */
  readonly maxAgeMs: number;
  /**
   * Says that a decision is to be made by it.
   * @returns what the decision has to wait for first; undefined where there is nothing
   */
  needed(): Promise<void> | undefined;
}

/** Changes what a policy is kept by; how a seeded defect gets there. */
export type WrapPolicyParts = (parts: PolicyParts) => PolicyParts;

/**
 * Gets the policy there the way that the contract declares, and keeps it so.
 * @param engine puts it in force, and decides by it
 */
export async function startPolicy(
  settings: Settings,
  engine: PolicyEngine,
  wrap: WrapPolicyParts,
  lifetime: Lifetime,
): Promise<PolicyAtHand> {
  const { replica: name, bundleServiceUrl, stateFolder, bundleFile } = settings;
  const { distribution, pollEveryMs, longPollMs, maxAgeMs } = settings.contract.policy;
  const bearer = { engine, stateFolder };
  const options = { name, bundleServiceUrl, pollEveryMs, longPollMs, maxAgeMs };
  switch (distribution) {
    case 'signed-bundle': {
      // An answer that takes longer than the next poll is due is given up for that.
      const parts = wrap(await signedBundleParts(bundleServiceUrl, pollEveryMs, bearer));
      const policy = await followPolicy(parts, options, lifetime);
      return { ...policy, engine: parts.engine, maxAgeMs, needed: () => undefined };
    }
    case 'release': {
      if (bundleFile === undefined) throw new Error('the environment variable LEDGER_BUNDLE_FILE is not set');
      const parts = wrap(await releaseParts(bundleFile, bearer));
      const policy = await loadRelease(parts, name, lifetime);
      // It is as old as the release, which nobody confirms.
      return { ...policy, engine: parts.engine, maxAgeMs: Infinity, needed: () => undefined };
    }
    case 'runtime-fetch': {
      const parts = wrap(fetchedPolicyParts(bundleServiceUrl, pollEveryMs, bearer));
      return { ...(await fetchPolicyOnDemand(parts, options, lifetime)), engine: parts.engine, maxAgeMs };
    }
    default:
      return distribution satisfies never;
  }
}
