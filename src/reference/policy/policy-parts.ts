import type { PolicyEngine, PolicyFiles } from '../engine/engine.ts';
import type { BundleClient } from './bundle-client.ts';
import type { Confirm } from './confirm.ts';
import type { Moment } from './policy-age.ts';
import type { ruleOnRevision } from './revision-rule.ts';
import type { StateStore } from './state-store.ts';

/** What was found in an archive that may be believed. */
export interface VerifiedPolicy {
  readonly revision: number;
  /** Policies and data, which are put in force together. */
  readonly policies: PolicyFiles;
}

/** What puts policies in force, wherever it is that they are decided by. */
export type PolicyLoader = Pick<PolicyEngine, 'prepare'>;

/**
 * Everything that decides which policy a process has, and how sure it may be of it. What decides by the policy need not be in
 * this process: to keep a policy, it is enough that it can be put in force.
 */
export interface PolicyParts<Engine extends PolicyLoader = PolicyEngine> {
  /** Where policies come from. */
  readonly client: BundleClient;
  /**
   * Unpacks what came, by whatever way it came.
   * @throws BundleRejected when it must not be believed
   */
  readonly verify: (archive: Buffer) => Promise<VerifiedPolicy>;
  readonly confirm: Confirm;
  readonly ruleOnRevision: typeof ruleOnRevision;
  /** What outlives the process. */
  readonly store: StateStore;
  /** What decides by the policy. */
  readonly engine: Engine;
  readonly clocks: PolicyClocks;
}

/** The time as a policy's age is counted. */
export interface PolicyClocks {
  /** Monotonic milliseconds, within this process. */
  readonly now: () => number;
  /** This moment, for a later process. */
  readonly moment: () => Moment;
}
