import type { Mode, Outcome } from './decision.ts';
import type { Dependency, FaultEffect, FaultSite, FaultSpec } from './fault.ts';

/**
 * The journal: one JSON object a line, the header first, then events in the order the harness learnt of them.
 * Every time is in milliseconds of the harness's monotonic clock since the journal's start, unless its name
 * says `At` (wall clock, ISO 8601). An interval given by two times always contains the moment it speaks of:
 * the first is taken before the act, the second after it.
 */
export type JournalEvent =
  | HeaderEvent
  | PhaseEvent
  | GateEvent
  | ObservationEvent
  | FaultEvent
  | CanaryEvent
  | ProxyEvent
  | ChangeEvent
  | DecisionLogEvent
  | StallEvent
  | TrafficEvent
  | LoadEvent
  | ProcessEvent
  | CleanupEvent
  | EndEvent;

/** The journal's format; a reader refuses a number it does not know. */
export const journalFormat = 1;

export interface HeaderEvent {
  readonly type: 'header';
  readonly format: typeof journalFormat;
  readonly runId: string;
  /** Position of this scenario in the run, from 0: reports keep this order. */
  readonly index: number;
  readonly startedAt: string;
  readonly harness: { readonly name: string; readonly version: string };
  readonly machine: { readonly node: string; readonly platform: string; readonly cpus: number };
  /** Exact command that repeats this scenario. */
  readonly reproduce: string;
  /** A seeded defect the reference application was started with. */
  readonly defect: string | null;
  /** The commit of the project under test, where the run was started in a git checkout. */
  readonly commit: string | null;
  /** What played the policy service, with its version: `opa 1.9.0`. Absent where it was the one that comes with the program. */
  readonly policyService?: string;
  /** What the reference application decided by in its own process, with its version: `casbin 5.51.1`. Absent where it was Cedar. */
  readonly engine?: string;
  /** The whole plan, so that a journal can be judged with nothing else at hand; parsed by `plan/`. */
  readonly plan: unknown;
}

export interface PhaseEvent {
  readonly type: 'phase';
  readonly t: number;
  readonly phase: string;
  readonly edge: 'start' | 'end';
}

/** The steady-state gate: nothing is injected unless it opens. */
export interface GateEvent {
  readonly type: 'gate';
  readonly t: number;
  readonly phase: string;
  readonly steady: boolean;
  readonly reasons: readonly string[];
}

/** One probe, asked and answered (or not). */
export interface ObservationEvent {
  readonly type: 'observation';
  /** Unique within the journal, in order of intended time. */
  readonly id: number;
  /** Index into the plan's cells. */
  readonly cell: number;
  readonly replica: string;
  /** When the open-loop schedule wanted it sent. Latency is measured from here. */
  readonly intended: number;
  readonly sent: number;
  readonly received: number;
  readonly outcome: Outcome;
  readonly status?: number;
  readonly mode?: Mode;
  readonly revision?: number;
  readonly decisionId?: string;
  readonly ageMs?: number;
  readonly reason?: string;
  /** Fields that an obligation of the contract protects and that were readable in the answer, as JSON pointers. */
  readonly exposed?: readonly string[];
  /** Why there is no decision: a system error code or one sentence. */
  readonly error?: string;
  /** Who asked; absent where it was the built-in prober. */
  readonly source?: 'k6';
  /** How long it took by the own measure of whoever asked, where the times above are less exact than that. */
  readonly tookMs?: number;
}

/**
 * An edge of a fault. `requested` is written before anything is touched and `effective` when canaries have proved it,
 * and the fault proxy's event feed where there is one; `heal-requested` and `healed` are the same on the way back.
 * `failed`: it could not be injected, proved or healed, or its lease ran out while it should have held.
 */
export interface FaultEvent {
  readonly type: 'fault';
  readonly t: number;
  /** Unique within the scenario, as in the plan. */
  readonly fault: string;
  readonly phase: string;
  readonly spec: FaultSpec;
  readonly effect: FaultEffect;
  readonly edge: 'requested' | 'effective' | 'heal-requested' | 'healed' | 'failed';
  /** What proved the edge, in words: `r0.policy-service ECONNREFUSED after 1.2 ms; fault proxy: event 19`. */
  readonly proof?: string;
}

/** Traffic of the harness's own along one path to a dependency, or straight to a replica. */
export interface CanaryEvent {
  readonly type: 'canary';
  /** `<consumer>.<dependency>`, such as `r0.policy-service`; where it went to a replica, the replica's name. */
  readonly path: string;
  readonly dependency: FaultSite;
  readonly sent: number;
  readonly received: number;
  /** `ok`, or what was seen instead: `ECONNREFUSED`, `timeout`, `status 500`, `in pieces`, `missing risk`, `clock 5.00 s behind`. */
  readonly symptom: string;
}

/** What an event feed tells of a path, in the words of the fault proxy. */
export const proxyEdges = [
  'proxy-enabled',
  'proxy-disabled',
  'proxy-updated',
  'proxy-removed',
  'toxic-added',
  'toxic-updated',
  'toxic-removed',
  'lease-expired',
  'heal-failed',
  'upstream-unreachable',
] as const;

export type ProxyEdge = (typeof proxyEdges)[number];

/** What the fault proxy itself says has happened on a path, where it has an event feed. */
export interface ProxyEvent {
  readonly type: 'proxy';
  /** When the harness read it from the feed: an upper bound of its happening. */
  readonly t: number;
  /** Its number in the feed. They count up; what is no business of the drill's is left out. */
  readonly id: number;
  /** `<consumer>.<dependency>`: the name of the proxy. */
  readonly path: string;
  readonly edge: ProxyEdge;
  /** Name of the toxic it is about; absent where it is about the path itself. */
  readonly toxic?: string;
  readonly detail?: string;
  /** Counters of the path as they were read with it; two edges tell what passed in between. */
  readonly traffic?: ProxyTraffic;
}

/** What has gone through a path since it was laid. */
export interface ProxyTraffic {
  readonly connections: number;
  /** Connections whose other end could not be reached. */
  readonly unreachable: number;
  readonly fromConsumerBytes: number;
  readonly toDependencyBytes: number;
  readonly fromDependencyBytes: number;
  readonly toConsumerBytes: number;
}

/** A change as ordered by the harness: of the policy, or of a replica's process. */
export interface ChangeEvent {
  readonly type: 'change';
  readonly t: number;
  /** Unique within the scenario, as in the plan. */
  readonly change: string;
  readonly kind: 'publish' | 'rollback' | 'revoke' | 'restart';
  /** `detected`: the detector saw the first wrong decision; `ordered`: before the request; `served`: the service confirms that the revision is served, or the replica listens again; `refused`: change control did not let it through; `failed`. */
  readonly edge: 'detected' | 'ordered' | 'served' | 'refused' | 'failed';
  readonly revision?: number;
  /** Name of the policy content: `good`, `bad-allow`, … */
  readonly policy?: string;
  /** Of a restart, or of a release that reaches the replicas one by one: which one. */
  readonly replica?: string;
  /** Who ordered a change of the policy, and who approved it. */
  readonly by?: string;
  readonly approvedBy?: string;
  /** The order went past the policy that refused it. */
  readonly breakGlass?: true;
  /** Of `detected`: who found out. */
  readonly detector?: 'probes' | 'command';
  readonly note?: string;
}

/** One decision-log record as the sink received it. */
export interface DecisionLogEvent {
  readonly type: 'decision-log';
  /** When the harness read it from the sink: an upper bound of its arrival. */
  readonly t: number;
  readonly decisionId: string;
  readonly replica: string;
  readonly outcome: 'allow' | 'deny';
  readonly mode: Mode;
  readonly revision: number;
  readonly subject: string;
  readonly action: string;
  readonly resource: string;
  /** Names of the decision inputs that the record holds. */
  readonly inputs: readonly string[];
}

/** A moment in which the machine, not the application, may have been slow. */
export interface StallEvent {
  readonly type: 'stall';
  readonly from: number;
  readonly to: number;
  /** Who was held up: `harness` (its own event loop), a process by name (run-queue wait), `canary r0.bundle-service`, `cpu` (pressure). */
  readonly source: string;
  readonly stalledMs: number;
}

/**
 * What reached a dependency, counted by itself: questions of the application alone, not the harness's canaries. Written
 * about every quarter of a second where the dependency can tell.
 */
export interface TrafficEvent {
  readonly type: 'traffic';
  readonly dependency: Dependency;
  /**
   * All that is counted arrived between the two: `from` is before the earlier reading of the count, `to` after the later
   * one. So no moment is left out, and a span shares with the next one the time that the reading between them took.
   */
  readonly from: number;
  readonly to: number;
  readonly requests: number;
}

/** What became of the load that was asked for on top of the probes. */
export interface LoadEvent {
  readonly type: 'load';
  readonly t: number;
  readonly engine: 'k6';
  /** `absent`: it is not on this machine, so the built-in prober asks in its place; `ended`: by itself or not. */
  readonly edge: 'absent' | 'started' | 'ended';
  /** Of `started`: what it calls itself. */
  readonly version?: string;
  /** Of `ended`: its exit code; null where a signal ended it. */
  readonly code?: number | null;
  /** Of `ended`: requests given to it, those of which it told the end, and arrivals that it had nobody free for. */
  readonly asked?: number;
  readonly answered?: number;
  readonly dropped?: number;
  /** Of `ended`: what it says of the thresholds. */
  readonly thresholds?: readonly LoadThreshold[];
  /** Of `absent`: why. Of `ended`: what broke; absent where nothing did. */
  readonly note?: string;
}

/** What the load's engine says of the answers of one phase, by its own figures. */
export interface LoadThreshold {
  readonly phase: string;
  /** 99 of 100 answers were to come within this time. */
  readonly withinMs: number;
  /** They came within this; null where there were none. */
  readonly p99Ms: number | null;
  readonly answers: number;
  readonly held: boolean;
}

export interface ProcessEvent {
  readonly type: 'process';
  readonly t: number;
  readonly name: string;
  readonly edge: 'started' | 'exited';
  readonly pid: number;
  readonly code?: number | null;
  readonly signal?: string | null;
  /** Whether the harness asked for it. An exit that nobody asked for is evidence against the run. */
  readonly expected: boolean;
}

/** A step of the unconditional cleanup and whether it was proved done. */
export interface CleanupEvent {
  readonly type: 'cleanup';
  readonly t: number;
  readonly step: string;
  readonly ok: boolean;
  readonly note?: string;
}

export interface EndEvent {
  readonly type: 'end';
  readonly t: number;
  readonly reason: 'completed' | 'not-steady' | 'interrupted' | 'failed';
  readonly note?: string;
  /** Probes that were to be sent, and those of them that were sent and seen to their end. */
  readonly requested: number;
  readonly achieved: number;
  /** Probes that nobody was there for: every replica was set aside. Absent where there was none. */
  readonly unasked?: number;
}
