import type { CleanupStep, FaultProxyHandle } from '../environment.ts';

/** A way to come by a fault proxy: ours in a child process, a Toxiproxy program or container, one that runs already. */
export interface FaultProxyProvider {
  /** What it is, for messages: `embedded`, `program /usr/bin/toxiproxy-server`, `address http://…`. */
  readonly name: string;
  /** There is but one, and the paths of two drills in it would have the same names: they cannot stand at a time. */
  readonly only?: true;
  /**
   * Does what may take much longer than a start, such as fetching an image; called before each start.
   * Absent where there is nothing of the kind. @throws EnvironmentError
   */
  prepare?(signal: AbortSignal): Promise<void>;
  /** Resolves once its API answers. @throws Error, EnvironmentError where a child does not start */
  start(context: ProviderContext): Promise<ProvidedFaultProxy>;
}

/** What a provider is given by the environment that it starts in. */
export interface ProviderContext {
  /** Port of the API; 0 lets the system choose. An address is not moved by it. */
  readonly port: number;
  /** Of the randomness; only the embedded proxy keeps it. */
  readonly seed: number;
  readonly signal: AbortSignal;
  /** Starts a child that speaks the child-process protocol, as the environment starts its others. */
  readonly startChild: (order: ChildOrder) => Promise<StartedChild>;
}

/** A child as `startServiceProcess` takes it, without what the environment adds. */
export interface ChildOrder {
  readonly name: string;
  /** Path of its main module. */
  readonly entry: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** How long it may take to end when it is told to. */
  readonly killAfterMs?: number;
}

/** A child that has said where it listens. */
export interface StartedChild {
  readonly pid: number;
  readonly url: string;
  stop(): Promise<CleanupStep>;
}

/** A fault proxy that answers. */
export interface ProvidedFaultProxy extends FaultProxyHandle {
  /** Of its API. */
  readonly url: string;
  /** Null where the process is not ours. */
  readonly pid: number | null;
  /** Ends what the provider started; one that ran before goes on. Safe to call twice. */
  stop(): Promise<CleanupStep>;
  /**
   * Proves, once its process has ended, that nothing else of it is left, and takes away what is. Absent where it is
   * nothing but that process.
   */
  release?(): Promise<CleanupStep>;
}
