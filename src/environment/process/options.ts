import type { FaultProxyProvider } from '../fault-proxy/provider.ts';

/** What to stand up, as child processes on the loopback interface. */
export interface ProcessEnvironmentOptions {
  readonly runId: string;
  readonly scenarioId: string;
  /** Names of the application's replicas: `r0`, `r1`, … */
  readonly replicas: readonly string[];
  /** Path of the contract that the application keeps. */
  readonly contractFile: string;
  /** Where the fault proxy comes from; our own in a child process unless given. */
  readonly faultProxy?: FaultProxyProvider;
  /** Control port of the fault proxy; 0 lets the system choose. */
  readonly proxyPort: number;
  /** Seed of the fault proxy's randomness. */
  readonly seed: number;
  /** A seeded defect of the reference application. */
  readonly defect: string | null;
  /** Aborting it while the environment starts ends the start. Afterwards it has no effect: call `stop`. */
  readonly signal: AbortSignal;
  /** Longest that all of it may take to be ready. */
  readonly startWithinMs?: number;
}
