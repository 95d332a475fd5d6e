import type { Contract } from '../contract/contract.ts';
import type { Decision } from '../model/decision.ts';
import type { Detector } from '../model/detector.ts';
import type { FaultSpec } from '../model/fault.ts';
import type { Problem } from '../model/problem.ts';
import type { Target } from '../target/target.ts';

/**
 * One scenario with everything resolved: no name left to look up, no default left to fill in, times absolute
 * from the start of the first phase. It is written whole into the journal's header and is all that the oracle
 * knows besides the journal.
 */
export interface Plan {
  readonly scenario: {
    readonly id: string;
    readonly title: string;
    readonly why: string;
    /** Path as given on the command line or found in a folder. */
    readonly file: string;
  };
  readonly seed: number;
  readonly contract: Contract;
  readonly contractFile: string;
  /** Line of each part of the contract that a finding may cite: `actions.payment:approve` -> 31. */
  readonly contractLines: Readonly<Record<string, number>>;
  readonly target: Target;
  readonly replicas: readonly string[];
  readonly cells: readonly Cell[];
  readonly ratePerSecond: number;
  /** Most probes a second that come on top while a bad rule comes into force or goes; 0 for none. */
  readonly focusPerSecond: number;
  /** What asks on top of the probes; absent where nothing does. */
  readonly load?: PlannedLoad;
  /** Observations of a cell (over all replicas) that a phase needs before it is evidence. */
  readonly minSamples: number;
  readonly phases: readonly PlannedPhase[];
  readonly faults: readonly PlannedFault[];
  readonly changes: readonly PlannedChange[];
  /** After the last phase, how long the decision log may take to be complete. */
  readonly drainMs: number;
  /** What the files say that can be run, but hardly be meant; shown on the scorecard. */
  readonly warnings: readonly Problem[];
}

/** Who asks for what on which resource, and what is right. */
export interface Cell {
  readonly as: string;
  readonly do: string;
  /** `<type>/<id>`. */
  readonly on: string;
  /** When all is well. */
  readonly expect: Decision;
  /** By the coarse policy of a `degrade` fallback. */
  readonly whenDegraded: Decision;
  /** The contract knows no such action; whoever asks for it has to be denied. */
  readonly undeclared: boolean;
}

/** Background load, by an engine that is a program of its own. */
export interface PlannedLoad {
  readonly engine: 'k6';
  /** Requests a second, on top of the probes. */
  readonly ratePerSecond: number;
  /** Phases in which 99 of 100 of its answers are to come within a time. */
  readonly thresholds: readonly { readonly phase: string; readonly p99Ms: number }[];
}

export interface PlannedPhase {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  /** A gate: nothing is injected unless every cell was steady in it. */
  readonly steady: boolean;
  /** Probes a second while it lasts; the plan's `ratePerSecond` unless the phase says otherwise. */
  readonly ratePerSecond: number;
  /** How long after the phase's start the fallback may linger; the contract's `normalWithinMs` unless the phase says otherwise. */
  readonly normalWithinMs: number;
}

export interface PlannedFault {
  /** `<phase>/<n>`, unique in the plan. */
  readonly id: string;
  readonly phase: string;
  readonly from: number;
  readonly to: number;
  readonly spec: FaultSpec;
}

/** What a probe gets under a bad rule; `none`: the policy service does not come to an answer in time, so that the declared fallback is all there is. */
export type WrongAnswer = Decision | 'none';

/** A change at a phase's start. */
export type PlannedChange = { readonly id: string; readonly phase: string; readonly at: number } & (
  | {
      readonly kind: 'publish';
      /** Name of the policy content to publish. */
      readonly policy: string;
      /** Cells (indexes) whose right answer this content changes, and to what it changes it. */
      readonly wrong: readonly { readonly cell: number; readonly answers: WrongAnswer }[];
      /** In whose name it is approved; null for the first approver that the contract declares. */
      readonly approvedBy: string | null;
      /** Change control has to refuse it: nothing of it may ever be in force. */
      readonly refused: boolean;
    }
  | {
      readonly kind: 'rollback';
      /** Id of the publication to take back. */
      readonly of: string;
      /** Shortest pause between detection and command, for an operator who has to decide; the command never comes before `at`. */
      readonly afterMs: number;
      /** Whether the glass is broken when change control refuses the rollback, as it must when the bad rule locks out the operator. */
      readonly breakGlass: boolean;
      /** Who finds out that the rule is bad. */
      readonly detector: Detector;
    }
  | {
      /** A subject loses what it was allowed: a publication too, but one that is right. */
      readonly kind: 'revoke';
      readonly subject: string;
      /** Name of the policy content that withdraws it. */
      readonly policy: string;
      /** Cells (indexes) whose right answer is a deny from then on. */
      readonly denies: readonly number[];
    }
  | {
      /** A replica's process ends and is started again, at the same address. */
      readonly kind: 'restart';
      readonly replica: string;
      readonly signal: 'SIGTERM' | 'SIGKILL';
    }
);
