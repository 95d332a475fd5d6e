import type { Toxiproxy } from 'toxiproxy-node-client';
import type { ProxyEvent } from '../model/event.ts';
import type { Dependency } from '../model/fault.ts';

/** What stands once an environment is up, whatever driver made it. */
export interface Environment {
  readonly replicas: readonly Replica[];
  /** Every consumer's way to every dependency, each through a proxy of its own. */
  readonly paths: readonly DependencyPath[];
  readonly services: Readonly<Record<Dependency, ServiceAddress>>;
  readonly faultProxy: FaultProxyHandle;
  /** Every process of ours as it is now, the application's replicas included. */
  readonly processes: readonly RunningProcess[];
  /** Resolves with the process that ended although nobody asked it to. */
  readonly unexpectedExit: Promise<ProcessExit>;
  readonly policies: PolicyOperations;
  /** Absent where the driver has no hold on the processes. */
  readonly processControl?: ProcessControl;
  /** How many questions of the application have reached the dependency so far; absent where nobody counts. */
  readonly countRequests?: (dependency: Dependency, signal: AbortSignal) => Promise<number>;
  /** Decision-log records from position `after` on; waits up to `waitMs` for the first. */
  readLog(after: number, waitMs: number, signal: AbortSignal): Promise<LogPage>;
  /** Ends everything in reverse order, whatever state it is in; never throws, every step is reported. */
  stop(): Promise<readonly CleanupStep[]>;
}

export interface Replica {
  readonly name: string;
  readonly url: string;
}

export interface DependencyPath {
  /** `<consumer>.<dependency>`: also the name of its proxy. */
  readonly name: string;
  readonly consumer: string;
  readonly dependency: Dependency;
  readonly proxiedUrl: string;
}

export interface ServiceAddress {
  /** Data port, past the proxy. */
  readonly url: string;
  /** Control port of a stand-in service of ours. */
  readonly controlUrl: string;
}

export interface FaultProxyHandle {
  readonly client: Toxiproxy;
  readonly capabilities: { readonly leases: boolean; readonly httpToxics: boolean };
  /**
   * What has happened since event `after`; waits up to `waitMs`, as far as the proxy is willing to, for the first.
   * Absent where the proxy has no event feed. Rejects where it cannot be read.
   */
  readonly readEvents?: (after: number, waitMs: number, signal: AbortSignal) => Promise<FeedPage>;
}

export interface FeedPage {
  readonly events: readonly FeedEntry[];
  /** The `after` to go on with. */
  readonly next: number;
  /** Number of the oldest event that is kept: more than `after` + 1 where some were lost. */
  readonly oldest: number;
}

/** One event of the feed; of what the harness does not know nothing is told. */
export type FeedEntry = Omit<ProxyEvent, 'type' | 't'>;

export interface RunningProcess {
  readonly name: string;
  readonly pid: number;
}

export interface ProcessExit extends RunningProcess {
  readonly code: number | null;
  readonly signal: string | null;
  /** The last lines it wrote to stderr, oldest first, where the driver could read them. */
  readonly stderr?: readonly string[];
}

/** Policy changes as ordinary, recorded operations. All reject with `ChangeRefused` where change control does not let them through. */
export interface PolicyOperations {
  publish(policy: string, order: PolicyOrder): Promise<PolicyPublication>;
  /** Republishes the content of revision `to` under a new, higher revision. */
  rollback(to: number, order: PolicyOrder): Promise<PolicyPublication>;
  /** Whether a replica takes up a changed policy only when it is restarted, as one that comes with its release. */
  readonly byRestart: boolean;
}

/** Why a policy is changed, and in whose name. */
export interface PolicyOrder {
  readonly reason: string;
  /** Who is said to have approved it; null for the first approver of the contract who is not the one that orders. */
  readonly approvedBy: string | null;
  /** Orders a rollback in the name of somebody who may break the glass: past the policy in force, and with no approver. */
  readonly breakGlass: boolean;
}

/** A change as change control has recorded it. */
export interface PolicyPublication {
  readonly revision: number;
  /** Name of the content that is served now. */
  readonly policy: string;
  readonly by: string;
  /** Null where the glass was broken. */
  readonly approvedBy: string | null;
}

/**
 * Why change control did not let a change through:
 * - `unapproved`: nobody who may approve it has, or nobody who may break the glass has broken it;
 * - `not-permitted`: the policy in force does not permit it to the one that ordered it.
 */
export type RefusalCode = 'unapproved' | 'not-permitted';

/** A change that is recorded as refused: nothing of it is served. */
export class ChangeRefused extends Error {
  override readonly name = 'ChangeRefused';
  readonly code: RefusalCode;
  /** In whose name it was ordered, and who was said to have approved it. */
  readonly by: string;
  readonly approvedBy: string | null;

  constructor(code: RefusalCode, message: string, order: Pick<PolicyPublication, 'by' | 'approvedBy'>) {
    super(message);
    this.code = code;
    this.by = order.by;
    this.approvedBy = order.approvedBy;
  }
}

/**
 * What can be done to a process by name (`r0`, `policy-service`). An end that is asked for here is no unexpected exit.
 * All reject where it cannot be done.
 */
export interface ProcessControl {
  /** Ends a replica. Resolves with its exit once it is gone. */
  end(name: string, signal: 'SIGTERM' | 'SIGKILL'): Promise<ProcessExit>;
  /** Starts a replica that was ended, at the address it had. Resolves once it listens, which is before it has a policy. */
  start(name: string): Promise<RunningProcess>;
  /** Stops its execution where it stands (SIGSTOP); it neither answers nor closes anything. */
  pause(name: string): Promise<void>;
  resume(name: string): Promise<void>;
  /** Moves the wall clock that a replica reads by so many milliseconds from the true time; 0 sets it right. Resolves once it reads it. */
  skewClock(name: string, skewMs: number): Promise<void>;
}

export interface LogPage {
  readonly records: readonly DecisionRecord[];
  readonly next: number;
}

/** A decision-log record, as far as the harness reads it. */
export interface DecisionRecord {
  readonly decisionId: string;
  readonly replica: string;
  readonly subject: string;
  readonly action: string;
  readonly resource: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly outcome: 'allow' | 'deny';
  readonly mode: string;
  readonly policyRevision: number;
}

export interface CleanupStep {
  readonly step: string;
  readonly ok: boolean;
  readonly note?: string;
}
