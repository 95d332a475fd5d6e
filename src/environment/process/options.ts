import type { FaultProxyProvider } from '../fault-proxy/provider.ts';
import type { PolicyServiceProgram } from './policy-service-program.ts';
import type { ProxySettings } from './standing-services.ts';

/** The application's replicas. */
export interface ReplicaOptions {
  /** Their names: `r0`, `r1`, … */
  readonly replicas: readonly string[];
  /** Path of the contract that the application keeps. */
  readonly contractFile: string;
  /** Whether their policy comes with the release, as that contract may declare; it is published otherwise. */
  readonly release?: boolean;
  /** A seeded defect of the reference application. */
  readonly defect: string | null;
  /** What the reference application decides by in its own process, as it names it; by Cedar unless given. */
  readonly engine?: string;
  /** Folder into which each writes what really happened in it, `<name>.witness`: for tests that want to know the truth. */
  readonly witnessFolder?: string;
}

/** What to stand up for one drill, as child processes on the loopback interface. */
export interface EnvironmentOptions extends ReplicaOptions, ProxySettings {
  readonly scenarioId: string;
  /** Aborting it while the environment starts ends the start. Afterwards it has no effect: call `stop`. */
  readonly signal: AbortSignal;
}

/** What all environments of a run have in common. */
export interface PoolOptions {
  readonly runId: string;
  /** Where fault proxies come from; our own in a child process unless given. */
  readonly faultProxy?: FaultProxyProvider;
  /** Who plays the policy service; ours unless given. */
  readonly policyService?: PolicyServiceProgram;
  /** Longest that all of one environment may take to be ready. */
  readonly startWithinMs?: number;
}

/** What to stand up where there is but one drill. */
export type ProcessEnvironmentOptions = EnvironmentOptions & PoolOptions;
