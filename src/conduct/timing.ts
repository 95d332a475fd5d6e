/** The conductor's own times, in milliseconds; a plan says nothing of them. */
export interface Timing {
  /** A fault is gone by itself so long after the last renewal. */
  readonly leaseMs: number;
  readonly renewEveryMs: number;
  /** Pause between two canaries along one path while an edge is to be proved. */
  readonly proofEveryMs: number;
  /** Longest that proving an edge may take. */
  readonly proofWithinMs: number;
  /** Longest that one canary waits; one that has to see a delay waits longer. */
  readonly canaryTimeoutMs: number;
  /** Pause between two canaries along a path without a fault. */
  readonly watchEveryMs: number;
  /** Shortest hold-up that is journalled as a stall. */
  readonly stallFromMs: number;
  /** How often the gate is looked at again while it is closed. */
  readonly gateEveryMs: number;
  /** A gate that has not opened after this many times its phase's length stays closed. */
  readonly gatePatience: number;
  /** Longest that one look at the decision log waits for a record. */
  readonly logWaitMs: number;
  /** How long records may take to come in after a drill that broke off, with every fault healed. */
  readonly lastRecordsMs: number;
  /** Pause between two readings of how much traffic has reached a dependency. */
  readonly trafficEveryMs: number;
  /** Longest that one such reading may take. */
  readonly trafficWithinMs: number;
  /** Longest that one run of a detector's command may take. */
  readonly alarmWithinMs: number;
  /** How often the progress listener hears of counts. */
  readonly countsEveryMs: number;
}

export const defaultTiming: Timing = {
  leaseMs: 3_000,
  renewEveryMs: 1_000,
  proofEveryMs: 25,
  proofWithinMs: 5_000,
  canaryTimeoutMs: 500,
  watchEveryMs: 500,
  stallFromMs: 20,
  gateEveryMs: 100,
  gatePatience: 5,
  logWaitMs: 1_000,
  lastRecordsMs: 1_000,
  trafficEveryMs: 250,
  trafficWithinMs: 1_000,
  alarmWithinMs: 5_000,
  countsEveryMs: 500,
};
