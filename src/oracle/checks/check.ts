import type { CheckInfo, CheckResult } from '../../model/check.ts';
import type { Violation } from '../../model/violation.ts';
import type { Plan } from '../../plan/plan.ts';
import type { ControlJudgement } from '../change-control.ts';
import type { EvidenceJudgement } from '../evidence.ts';
import type { JournalFacts } from '../journal-facts.ts';
import type { LogJudgement } from '../judge-log.ts';
import type { ObservationKind } from '../kinds.ts';
import type { RollbackJudgement } from '../rollback/judge-rollback.ts';
import type { StormJudgement } from '../request-storm.ts';
import type { ScenarioWorld } from '../scenario-world.ts';

/** A question asked of every scenario: data for its reader, and a pure function that answers it. */
export interface Check {
  readonly info: CheckInfo;
  /** The violations that this check names the cause of; their findings show its texts. */
  readonly explains: readonly Violation[];
  judge(context: CheckContext): CheckJudgement;
}

/** What a scenario is known to be by the time the checks are asked. */
export interface CheckContext {
  readonly plan: Plan;
  readonly facts: JournalFacts;
  readonly world: ScenarioWorld;
  /** All observations, judged and counted. */
  readonly kinds: readonly ObservationKind[];
  readonly log: LogJudgement;
  /** Every bad publication that was to be taken back. */
  readonly rollbacks: readonly RollbackJudgement[];
  readonly storm: StormJudgement;
  readonly control: ControlJudgement;
  readonly evidence: EvidenceJudgement;
}

export type CheckJudgement = Omit<CheckResult, keyof CheckInfo>;
