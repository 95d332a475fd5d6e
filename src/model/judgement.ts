import type { CheckResult } from './check.ts';
import type {
  ActionSummary,
  CoverageRow,
  Finding,
  PolicyChange,
  PolicyDistribution,
  Result,
  ScenarioResult,
} from './result.ts';

/** What one journal says about one scenario, before a run's scenarios are put together: the oracle makes it, `score/` merges it. */
export interface ScenarioJudgement {
  readonly runId: string;
  /** Position of the scenario in the run, from 0. */
  readonly index: number;
  readonly startedAt: string;
  readonly harness: Result['harness'];
  readonly service: string;
  readonly owner: Result['owner'];
  readonly defect: string | null;
  readonly commit: string | null;
  /** Every action of the contract, in its order. */
  readonly actions: readonly ActionSummary[];
  /** What a complete library would drill with this contract. */
  readonly catalogue: readonly CoverageRow[];
  /** All but the ids of its findings, which are given once the run is whole. */
  readonly scenario: Omit<ScenarioResult, 'findings'>;
  readonly governance: GovernanceReport;
  /** Most severe first. */
  readonly findings: readonly UnnumberedFinding[];
}

/** Governance of one scenario's contract, as far as its journal shows it. */
export interface GovernanceReport {
  readonly checks: readonly CheckResult[];
  readonly rollbackObjectiveMs: number;
  readonly distribution: PolicyDistribution;
  /** In the order in which they were ordered. */
  readonly changes: readonly PolicyChange[];
  readonly findings: readonly UnnumberedFinding[];
}

/** A finding that does not know its number in the run yet. */
export type UnnumberedFinding = Omit<Finding, 'id'>;
