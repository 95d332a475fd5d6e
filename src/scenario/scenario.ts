import type { Decision } from '../model/decision.ts';
import type { Detector } from '../model/detector.ts';
import type { FaultSpec } from '../model/fault.ts';

/** One drill as its author wrote it, base files merged in, durations in milliseconds. */
export interface Scenario {
  readonly id: string;
  readonly title: string;
  readonly why: string;
  /** Path of its file as given on the command line or found in a folder. */
  readonly file: string;
  /** Path of the contract file. */
  readonly contract: string;
  /** Path of the target file. */
  readonly target: string;
  readonly replicas: number;
  readonly probes: readonly Probe[];
  readonly ratePerSecond: number;
  /** Most probes a second on top while a bad rule comes into force or goes. */
  readonly focusPerSecond: number;
  /** What asks on top of the probes; null where nothing does. */
  readonly background: { readonly engine: 'k6'; readonly ratePerSecond: number } | null;
  /** How many times the phases after the gate are gone through. */
  readonly repeat: number;
  readonly minSamples: number;
  readonly phases: readonly ScenarioPhase[];
  readonly drainMs: number;
}

/** Who asks for what on which resource, and what is right. */
export interface Probe {
  readonly as: string;
  readonly do: string;
  /** `<type>/<id>`. */
  readonly on: string;
  readonly expect: Decision;
  /** By the coarse policy of a `degrade` fallback. */
  readonly whenDegraded: Decision;
  /** The contract knows no such action, and is not meant to. */
  readonly undeclared: boolean;
}

export interface ScenarioPhase {
  readonly name: string;
  readonly forMs: number;
  readonly steady: boolean;
  /** Probes a second while it lasts; null where the scenario's own rate holds. */
  readonly ratePerSecond: number | null;
  /** Within what 99 of 100 answers of the load are to come; null where the scenario does not say. */
  readonly p99Ms: number | null;
  /** Null where the contract's own holds. */
  readonly normalWithinMs: number | null;
  readonly faults: readonly FaultSpec[];
  readonly changes: readonly Change[];
}

/** A change at a phase's start: of the policy, or of a replica's process. */
export type Change = PublishChange | RollbackChange | RevokeChange | RestartChange;

export interface PublishChange {
  readonly kind: 'publish';
  /** Name of the policy content. */
  readonly policy: string;
  readonly wrong: readonly WrongAnswer[];
  /** Null for the first approver that the contract declares. */
  readonly approvedBy: string | null;
  /** Change control has to refuse it. */
  readonly refused: boolean;
}

interface RollbackChange {
  readonly kind: 'rollback';
  /** A phase that publishes, or the name of the policy that was published. */
  readonly of: string;
  /** Shortest pause between the first wrong decision seen and the command, which never comes before the phase. */
  readonly afterMs: number;
  /** Whether the glass is broken when change control refuses it. */
  readonly breakGlass: boolean;
  readonly detector: Detector;
}

interface RevokeChange {
  readonly kind: 'revoke';
  /** Who loses everything. */
  readonly subject: string;
  /** Name of the policy content that takes it away. */
  readonly policy: string;
}

interface RestartChange {
  readonly kind: 'restart';
  readonly replica: string;
  readonly signal: 'SIGTERM' | 'SIGKILL';
}

/** A probe whose right answer a published policy changes, and to what it changes it. */
export interface WrongAnswer {
  readonly as: string;
  readonly do: string;
  readonly on: string;
  /** `none`: the policy service does not come to an answer in time. */
  readonly answers: Decision | 'none';
}
