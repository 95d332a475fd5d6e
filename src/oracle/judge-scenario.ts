import type { CheckResult } from '../model/check.ts';
import { mergeOutcomes } from '../model/check.ts';
import type { JournalEvent } from '../model/event.ts';
import type { ScenarioJudgement } from '../model/judgement.ts';
import type { LatencyRow, Timeline, Verdict } from '../model/result.ts';
import type { Plan } from '../plan/plan.ts';
import { catalogueRows } from './catalogue.ts';
import { judgeControl } from './change-control.ts';
import type { Check, CheckContext, CheckJudgement } from './checks/check.ts';
import { checks } from './checks/registry.ts';
import { countObservations } from './counts.ts';
import { judgeEvidence } from './evidence.ts';
import { findingsOf } from './findings.ts';
import { judgeGovernance } from './governance/judge-governance.ts';
import { journalFacts } from './journal-facts.ts';
import type { JournalFacts } from './journal-facts.ts';
import { logJudge } from './judge-log.ts';
import type { LogJudgement } from './judge-log.ts';
import { ruledOn } from './judge-observation.ts';
import { kindCounter } from './kinds.ts';
import type { ObservationKind } from './kinds.ts';
import { latencyMeter } from './latency.ts';
import { drillCounter, matrixRows } from './matrix.ts';
import type { Drilled } from './matrix.ts';
import { isSteady } from './requirements.ts';
import { judgeStorm } from './request-storm.ts';
import { rollbackMeters } from './rollback/judge-rollback.ts';
import type { RollbackJudgement } from './rollback/judge-rollback.ts';
import { slowestOf, spreadOf } from './rollback/spread.ts';
import { scenarioWorld } from './scenario-world.ts';
import type { ScenarioWorld } from './scenario-world.ts';
import { swiftJudge } from './swift-judge.ts';
import { timelineDrawer } from './timeline.ts';
import { brokenGatherer, violationGroups } from './violation-groups.ts';
import type { Broken } from './violation-groups.ts';
import { declaredFallback } from './wording.ts';

/**
 * Judges one scenario from its plan and its journal alone: the same in, the same out, byte for byte.
 * @param events the whole journal, header first
 * @param journalSha256 of the journal's bytes, hex; it is only passed on
 * @throws Error where journal and plan do not belong together
 */
export function judgeScenario(
  plan: Plan,
  events: Iterable<JournalEvent>,
  journalSha256: string,
): ScenarioJudgement {
  return judgeFacts(plan, journalFacts(events), journalSha256);
}

/** The same for a journal that was taken in event by event. */
export function judgeFacts(plan: Plan, facts: JournalFacts, journalSha256: string): ScenarioJudgement {
  const { header } = facts;
  const world = scenarioWorld(plan, facts);
  const judged = judgeAll(plan, world, facts);
  const { kinds, broken, drilled, log, rollbacks } = judged;
  const control = judgeControl(plan, facts);
  const reports = rollbacks.map((one) => one.report);
  const storm = judgeStorm(world, facts);
  const groups = violationGroups(plan, kinds, broken, log, rollbacks, storm, control);
  const evidence = judgeEvidence(plan, world, facts, kinds, log, drilled, journalSha256);
  const context: CheckContext = {
    plan,
    facts,
    world,
    kinds,
    log,
    rollbacks,
    storm,
    control,
    evidence,
  };
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
    findings: findingsOf(plan, facts, groups, rollbacks),
    scenario: {
      id: plan.scenario.id,
      title: plan.scenario.title,
      why: plan.scenario.why,
      file: plan.scenario.file,
      verdict: verdictOf(results),
      seed: plan.seed,
      startedAt: header.startedAt,
      durationMs: facts.end?.t ?? facts.lastMs,
      counts: countObservations(kinds),
      checks: results,
      matrix: matrixRows(plan, world, drilled, kinds, groups, isSteady(plan, facts)),
      rollback: slowestOf(rollbacks)?.report ?? null,
      rollbacks: reports,
      spread: spreadOf(reports),
      timeline: judged.timeline,
      latency: judged.latency,
      evidence: evidence.report,
      reproduce: header.reproduce,
    },
  };
}

/** What is known of all observations together, each of them judged once and forgotten where it broke nothing. */
interface Judged {
  readonly kinds: readonly ObservationKind[];
  readonly broken: readonly Broken[];
  readonly drilled: readonly Drilled[];
  readonly log: LogJudgement;
  readonly rollbacks: readonly RollbackJudgement[];
  readonly timeline: Timeline;
  readonly latency: readonly LatencyRow[];
}

function judgeAll(plan: Plan, world: ScenarioWorld, facts: JournalFacts): Judged {
  const { observations } = facts;
  const kinds = kindCounter(world);
  const drilled = drillCounter(plan, world, facts);
  const log = logJudge(plan, world, facts);
  const rollbacks = rollbackMeters(plan, world, facts);
  const timeline = timelineDrawer(plan, world, facts);
  const latency = latencyMeter(world.faults, observations.length);
  const broken = brokenGatherer();
  const judge = swiftJudge(world);
  for (let nth = 0; nth < observations.length; nth += 1) {
    const seen = observations.at(nth);
    const ruling = judge(seen);
    const one = ruledOn(ruling, seen);
    kinds.note(one, ruling);
    drilled.note(one);
    log.note(one, observations.rowOf(nth));
    for (const rollback of rollbacks) rollback.note(one);
    timeline.note(one);
    latency.note(one);
    broken.note(one);
  }
  return {
    kinds: kinds.result(),
    broken: broken.result(),
    drilled: drilled.result(),
    log: log.result(),
    rollbacks: rollbacks.map((rollback) => rollback.result()),
    timeline: timeline.result(),
    latency: latency.result(),
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
