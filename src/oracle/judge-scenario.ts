import type { CheckResult } from '../model/check.ts';
import { mergeOutcomes } from '../model/check.ts';
import type { JournalEvent } from '../model/event.ts';
import type { ScenarioJudgement } from '../model/judgement.ts';
import type { Verdict } from '../model/result.ts';
import type { Plan } from '../plan/plan.ts';
import { catalogueRows } from './catalogue.ts';
import type { Check, CheckContext, CheckJudgement } from './checks/check.ts';
import { checks } from './checks/registry.ts';
import { countObservations } from './counts.ts';
import { judgeEvidence } from './evidence.ts';
import { findingsOf } from './findings.ts';
import { judgeGovernance } from './governance/judge-governance.ts';
import { journalFacts } from './journal-facts.ts';
import { judgeLog } from './judge-log.ts';
import { judgeObservation } from './judge-observation.ts';
import { latencyRows } from './latency.ts';
import { drilledCells, matrixRows } from './matrix.ts';
import { isSteady } from './requirements.ts';
import { judgeStorm } from './request-storm.ts';
import { judgeRollback } from './rollback/judge-rollback.ts';
import { scenarioWorld } from './scenario-world.ts';
import { timelineOf } from './timeline.ts';
import { violationGroups } from './violation-groups.ts';
import { declaredFallback } from './wording.ts';

/**
 * Judges one scenario from its plan and its journal alone: the same in, the same out, byte for byte.
 * @param events the whole journal, header first
 * @param journalSha256 of the journal's bytes, hex; it is only passed on
 * @throws Error where journal and plan do not belong together
 */
export function judgeScenario(
  plan: Plan,
  events: readonly JournalEvent[],
  journalSha256: string,
): ScenarioJudgement {
  const facts = journalFacts(events);
  const { header } = facts;
  const world = scenarioWorld(plan, facts);
  const judged = facts.observations.map((seen) => judgeObservation(world, seen));
  const log = judgeLog(plan, world, facts, judged);
  const rollback = judgeRollback(plan, world, facts, judged);
  const storm = judgeStorm(world, facts, judged);
  const groups = violationGroups(plan, judged, log, rollback, storm);
  const drilled = drilledCells(plan, world, facts, judged);
  const evidence = judgeEvidence(plan, world, facts, judged, log, drilled, journalSha256);
  const context: CheckContext = { plan, facts, world, judged, log, rollback, storm, evidence };
  const results = checks.map((check) => resultOf(check, context));
  return {
    runId: header.runId,
    index: header.index,
    startedAt: header.startedAt,
    harness: header.harness,
    service: plan.contract.service,
    owner: { team: plan.contract.owner.team, contact: plan.contract.owner.contact },
    defect: header.defect,
    commit: header.commit,
    actions: Object.entries(plan.contract.actions).map(([action, declared]) => ({
      action,
      declared: declaredFallback(declared),
    })),
    catalogue: catalogueRows(plan.contract),
    governance: judgeGovernance(plan, facts),
    findings: findingsOf(plan, facts, groups, rollback),
    scenario: {
      id: plan.scenario.id,
      title: plan.scenario.title,
      why: plan.scenario.why,
      file: plan.scenario.file,
      verdict: verdictOf(results),
      seed: plan.seed,
      startedAt: header.startedAt,
      durationMs: facts.end?.t ?? facts.lastMs,
      counts: countObservations(judged),
      checks: results,
      matrix: matrixRows(plan, world, drilled, judged, groups, isSteady(plan, facts)),
      rollback: rollback?.report ?? null,
      timeline: timelineOf(plan, world, facts, judged),
      latency: latencyRows(world.faults, judged),
      evidence: evidence.report,
      reproduce: header.reproduce,
    },
  };
}

/** A check that crashes has judged nothing: it is inconclusive, and says so. */
export function resultOf(check: Check, context: CheckContext): CheckResult {
  let judgement: CheckJudgement;
  try {
    judgement = check.judge(context);
  } catch (error) {
    const note = `The check itself failed: ${error instanceof Error ? error.message : String(error)}`;
    judgement = { outcome: 'inconclusive', judged: 0, failed: 0, inconclusive: 1, note, violations: [] };
  }
  return { ...check.info, ...judgement };
}

function verdictOf(results: readonly CheckResult[]): Verdict {
  const merged = mergeOutcomes(results.map((result) => result.outcome));
  return merged === 'not-applicable' ? 'inconclusive' : merged;
}
