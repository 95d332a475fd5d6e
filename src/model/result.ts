import type { Category, CheckResult } from './check.ts';
import type { Decision, Mode, Outcome } from './decision.ts';
import type { FaultEffect, FaultSpec } from './fault.ts';
import type { LoadThreshold } from './event.ts';
import type { Severity, Violation } from './violation.ts';

export type Verdict = 'pass' | 'fail' | 'inconclusive';
export type Grade = 'A' | 'B' | 'C' | 'D' | 'F';

/** The version of `result.json`; a field is only ever added within one. */
export const resultSchemaVersion = 1;

/** Everything a report needs, derived from the journals alone. Times are milliseconds since the scenario's start. */
export interface Result {
  readonly schemaVersion: typeof resultSchemaVersion;
  readonly runId: string;
  readonly startedAt: string;
  readonly durationMs: number;
  readonly harness: { readonly name: string; readonly version: string };
  readonly service: string;
  readonly owner: { readonly team: string; readonly contact: string };
  readonly defect: string | null;
  readonly commit: string | null;
  readonly verdict: Verdict;
  /** The verdict in one sentence, without the verdict's own word. */
  readonly headline: string;
  /** Absent while the verdict is inconclusive. */
  readonly grade: Grade | null;
  readonly score: number | null;
  readonly categories: readonly CategoryScore[];
  readonly coverage: Coverage;
  readonly governance: Governance;
  readonly counts: Counts;
  readonly actions: readonly ActionSummary[];
  readonly matrix: readonly MatrixRow[];
  readonly findings: readonly Finding[];
  readonly scenarios: readonly ScenarioResult[];
}

export interface CategoryScore {
  readonly category: Category;
  readonly weight: number;
  /** 0–100, or null where no check of the category could be judged. */
  readonly score: number | null;
  readonly checks: number;
}

/**
 * How much of the catalogue of faults was drilled. A cell is a fault with an action that rests on what the fault takes away.
 * It is drilled where there is evidence, for or against; an inconclusive one was tried and is not.
 */
export interface Coverage {
  readonly drilled: number;
  readonly cells: number;
  readonly percent: number;
  /** What nobody tried. */
  readonly notDrilled: readonly CoverageRow[];
}

/** Who answers for what, by the contract and by what the decision log shows of its keeping. */
export interface Governance {
  readonly checks: readonly CheckResult[];
  readonly rollback: {
    /** The strictest that a contract of the run declares. */
    readonly objectiveMs: number;
    /** The least strict; absent where all contracts declare the same. */
    readonly loosestObjectiveMs?: number;
    /** Ids of the scenarios that took a policy back and could measure how long it took. */
    readonly drilledIn: readonly string[];
  };
  /** How policy reaches a replica and who may change it, once for every way that a contract of the run declares. */
  readonly distributions: readonly (PolicyDistribution & { readonly scenarios: readonly string[] })[];
  /** Who changed the policy during the run, what is alike together. */
  readonly changes: readonly (PolicyChange & {
    readonly count: number;
    readonly scenarios: readonly string[];
  })[];
}

/** What a contract declares of the way that a policy goes. */
export interface PolicyDistribution {
  readonly way: 'release' | 'signed-bundle' | 'runtime-fetch';
  readonly pollEveryMs: number;
  /** Null where replicas poll. */
  readonly longPollMs: number | null;
  /** Longest that a policy is decided on without being confirmed, and what is done beyond. */
  readonly maxAgeMs: number;
  readonly onExpired: 'deny' | 'degrade' | 'keep';
  readonly approvers: readonly string[];
  readonly breakGlass: readonly string[];
}

/** A change of the policy as change control recorded it. */
export interface PolicyChange {
  readonly kind: 'publish' | 'rollback' | 'revoke';
  /** `unanswered`: nobody ever said what became of it. */
  readonly outcome: 'served' | 'refused' | 'failed' | 'unanswered';
  readonly by: string | null;
  readonly approvedBy: string | null;
  readonly breakGlass: boolean;
}

/** A fault of the catalogue with actions that rest on what it takes away. */
export interface CoverageRow {
  /** Key of the matrix row: `refused policy-service`. */
  readonly fault: string;
  /** For a reader: `policy service refused`. */
  readonly title: string;
  readonly actions: readonly string[];
}

export interface Counts {
  readonly observations: number;
  readonly pass: number;
  readonly wrongAllow: number;
  readonly wrongDeny: number;
  readonly noDecision: number;
  readonly inconclusive: number;
  /** Observations by the mode that the application named. */
  readonly byMode: Readonly<Record<Mode, number>>;
}

export interface ActionSummary {
  readonly action: string;
  /** The declared fallback for a reader: `cache 3 s → deny`. */
  readonly declared: string;
}

export interface MatrixRow {
  /** Stable key: `refused policy-service`. */
  readonly fault: string;
  /** For a reader: `policy service refused`. */
  readonly title: string;
  readonly cells: readonly MatrixCell[];
}

export interface MatrixCell {
  readonly action: string;
  /** `not-applicable`: the action does not need what the fault takes away and was not asked for. */
  readonly status: 'pass' | 'fail' | 'inconclusive' | 'not-drilled' | 'not-applicable';
  readonly declared: string;
  readonly judged: number;
  readonly failed: number;
  readonly inconclusive: number;
  readonly needed: number;
  readonly violation: Violation | null;
  readonly severity: Severity | null;
  /** Id of the finding that explains a failed cell. */
  readonly finding: string | null;
}

/** One cause of failure, grouped: a violation by check, action and fault. */
export interface Finding {
  /** `F1`, `F2`, … most severe first, unique in the result. */
  readonly id: string;
  /** The same for the same cause in every run: `wrong-allow/payment:approve/black-hole policy-service`. */
  readonly fingerprint: string;
  readonly check: string;
  readonly title: string;
  /** The whole finding in a sentence or two, fit for the first line of a report. */
  readonly headline: string;
  readonly violation: Violation;
  readonly severity: Severity;
  readonly scenario: string;
  readonly action: string | null;
  /** The matrix row's key, or null where no fault was active. */
  readonly fault: string | null;
  readonly phase: string | null;
  readonly declared: { readonly text: string; readonly file: string; readonly line: number | null };
  readonly seen: {
    readonly text: string;
    readonly count: number;
    readonly of: number;
    readonly first: number;
    readonly last: number;
    readonly replicas: readonly string[];
    /** At most three decision ids. */
    readonly decisions: readonly string[];
  };
  readonly why: string;
  readonly fix: string;
  readonly reproduce: string;
  readonly controls: CheckResult['controls'];
}

export interface ScenarioResult {
  readonly id: string;
  readonly title: string;
  readonly why: string;
  /** Path of the scenario file as it was given. */
  readonly file: string;
  readonly verdict: Verdict;
  readonly seed: number;
  readonly startedAt: string;
  readonly durationMs: number;
  readonly counts: Counts;
  readonly checks: readonly CheckResult[];
  readonly matrix: readonly MatrixRow[];
  /** Ids of the findings of this scenario. */
  readonly findings: readonly string[];
  /** The slowest of `rollbacks`; null where the scenario takes nothing back. */
  readonly rollback: Rollback | null;
  /** Every bad publication that was taken back, in order of publication. */
  readonly rollbacks: readonly Rollback[];
  /** What the repetitions of one rollback amount to; null where there was one or none. */
  readonly spread: RollbackSpread | null;
  readonly timeline: Timeline;
  readonly latency: readonly LatencyRow[];
  readonly evidence: Evidence;
  readonly reproduce: string;
}

/** Several rollbacks of one scenario. An unknown total is no total: it counts as neither within the objective nor beyond. */
export interface RollbackSpread {
  readonly rollbacks: number;
  readonly measured: number;
  readonly medianMs: number | null;
  readonly worstMs: number | null;
  /** Error of the worst. */
  readonly errorMs: number;
  /** How many were certainly within the objective. */
  readonly withinObjective: number;
}

/** A bad rule, published and taken back, measured from decisions. */
export interface Rollback {
  readonly badRevision: number;
  readonly goodRevision: number | null;
  readonly policy: string;
  readonly objectiveMs: number;
  /** From the rollback command to the last wrong decision on any replica; null where it cannot be said. */
  readonly totalMs: number | null;
  /** Error of `totalMs`, in milliseconds; every phase has its own. */
  readonly errorMs: number;
  readonly withinObjective: boolean | null;
  readonly phases: readonly RollbackPhase[];
  readonly blastRadius: readonly BlastRadius[];
  readonly wrongAllows: number;
  readonly wrongDenies: number;
  /** Decisions that were not made in time because the rule was slow: the declared fallback instead. */
  readonly undecided: number;
  /** Who found out, and whether the glass had to be broken to take it back. */
  readonly detector: 'probes' | 'command' | null;
  readonly breakGlass: boolean;
  /** By whom it was ordered and approved, as change control recorded it. */
  readonly orderedBy: string | null;
  readonly approvedBy: string | null;
  /** What would shorten it most, in sentences, the most useful first. */
  readonly advice: readonly string[];
}

export interface RollbackPhase {
  readonly phase: 'exposure' | 'detection' | 'command' | 'publication' | 'activation' | 'residue';
  /** For `activation`, which replica. */
  readonly replica: string | null;
  readonly from: number;
  readonly to: number;
  readonly ms: number;
  readonly errorMs: number;
  readonly note: string | null;
}

export interface BlastRadius {
  readonly subject: string;
  readonly action: string;
  readonly resource: string;
  readonly wrong: Decision | 'none';
  readonly count: number;
  /** Fields that an obligation of the contract protects and that a wrong allow showed, as JSON pointers. */
  readonly exposed: readonly string[];
}

/** The scenario as a picture: bands, ticks, and counts per step of time. */
export interface Timeline {
  readonly stepMs: number;
  readonly endMs: number;
  readonly phases: readonly { readonly name: string; readonly from: number; readonly to: number }[];
  readonly faults: readonly FaultWindow[];
  readonly revisions: readonly { readonly t: number; readonly revision: number; readonly policy: string }[];
  readonly lanes: readonly TimelineLane[];
  /**
   * What broke the contract by its own verdict, one entry a step for the same violation of the same action: an application that
   * gets everything wrong for an hour leaves a page that can be read.
   */
  readonly violations: readonly {
    /** When the first of them was sent. */
    readonly t: number;
    readonly count: number;
    readonly action: string;
    readonly violation: Violation;
  }[];
}

/** Null edges were never proved. */
export interface FaultWindow {
  readonly fault: string;
  readonly title: string;
  readonly spec: FaultSpec;
  readonly effect: FaultEffect;
  readonly requested: number;
  readonly effective: number | null;
  readonly healRequested: number | null;
  readonly healed: number | null;
  readonly proof: string | null;
}

/** Counts of one action, an array entry per step of `stepMs`. */
export interface TimelineLane {
  readonly action: string;
  readonly allowed: readonly number[];
  readonly fallbackAllowed: readonly number[];
  readonly denied: readonly number[];
  readonly noDecision: readonly number[];
}

export interface LatencyRow {
  readonly when: 'before' | 'during' | 'after';
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
  readonly n: number;
}

export interface Evidence {
  readonly steady: boolean;
  readonly faultsRequested: number;
  readonly faultsProved: number;
  readonly faultsHealed: number;
  readonly requestsAsked: number;
  readonly requestsSent: number;
  readonly stalls: number;
  readonly longestStallMs: number;
  readonly logRecords: number;
  readonly logMatched: number;
  readonly logExpected: number;
  readonly cleanedUp: boolean;
  readonly processes: number;
  readonly faultsLeft: number;
  /** Widest uncertainty of any edge the verdict rests on, in milliseconds. */
  readonly clockUncertaintyMs: number;
  /** What played the policy service, with its version: `opa 1.9.0`. Absent where it was the one that comes with the program. */
  readonly policyService?: string;
  /** What the reference application decided by in its own process, with its version: `casbin 5.51.1`. Absent where it was Cedar. */
  readonly engine?: string;
  /** SHA-256 of the journal's bytes, hex. */
  readonly journalSha256: string;
  readonly budgetMs: number;
  readonly outcomes: Readonly<Record<Outcome, number>>;
  /** What became of the load that was asked for on top of the probes; absent where none was. */
  readonly load?: LoadEvidence;
  /** What is missing, in sentences; empty when the evidence is whole. */
  readonly missing: readonly string[];
}

/** Load on top of the probes, whose answers are judged like theirs. */
export interface LoadEvidence {
  readonly engine: 'k6';
  /** What it calls itself; null where it could not be used, and the built-in prober asked in its place. */
  readonly version: string | null;
  /** Requests given to it, and those of which it told the end. */
  readonly asked: number;
  readonly answered: number;
  /** Arrivals for which it had nobody free. */
  readonly dropped: number;
  /** Null where it was not run, or was ended by a signal. */
  readonly exitCode: number | null;
  /** What it says of each threshold by its own figures: evidence, and no judgement. */
  readonly thresholds: readonly LoadThreshold[];
  /** What has to be known besides, in a sentence. */
  readonly note?: string;
}
