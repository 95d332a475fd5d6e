import type { Evidence } from '../model/result.ts';
import type { Plan } from '../plan/plan.ts';
import { countOutcomes } from './counts.ts';
import type { JournalFacts } from './journal-facts.ts';
import type { ObservationKind } from './kinds.ts';
import type { LogJudgement } from './judge-log.ts';
import { loadEvidence } from './load-evidence.ts';
import type { Drilled } from './matrix.ts';
import { isSteady, requirementsOf } from './requirements.ts';
import type { ScenarioWorld } from './scenario-world.ts';

export interface EvidenceJudgement {
  readonly report: Evidence;
  /** How many things had to be proved. */
  readonly required: number;
  /** What is not, in sentences. */
  readonly missing: readonly string[];
}

/** What the verdict rests on. Whatever is missing here keeps the scenario from passing; it never makes it fail. */
export function judgeEvidence(
  plan: Plan,
  world: ScenarioWorld,
  facts: JournalFacts,
  kinds: readonly ObservationKind[],
  log: LogJudgement,
  drilled: readonly Drilled[],
  journalSha256: string,
): EvidenceJudgement {
  const requirements = requirementsOf(plan, world, facts, kinds, drilled);
  const missing = requirements.filter((one) => !one.met).map((one) => one.otherwise);
  const { faults } = world;
  return {
    required: requirements.length,
    missing,
    report: {
      steady: isSteady(plan, facts),
      faultsRequested: plan.faults.length,
      faultsProved: faults.filter((span) => span.effective !== null).length,
      faultsHealed: faults.filter((span) => span.healed !== null).length,
      requestsAsked: facts.end?.requested ?? facts.observations.length,
      requestsSent: facts.end?.achieved ?? facts.observations.length,
      stalls: world.starvation.count,
      longestStallMs: world.starvation.longestMs,
      logRecords: log.records,
      logMatched: log.matched,
      logExpected: log.expected,
      cleanedUp: facts.cleanups.length > 0 && facts.cleanups.every((step) => step.ok),
      processes: new Set(
        facts.processes.filter((event) => event.edge === 'started').map((event) => event.pid),
      ).size,
      faultsLeft: faults.filter((span) => span.healed === null).length,
      clockUncertaintyMs: widestEdgeMs(world),
      ...(facts.header.policyService === undefined ? {} : { policyService: facts.header.policyService }),
      ...(facts.header.engine === undefined ? {} : { engine: facts.header.engine }),
      journalSha256,
      budgetMs: plan.contract.budgetMs,
      outcomes: countOutcomes(kinds),
      ...loadEvidence(facts.loads),
      missing,
    },
  };
}

/** The widest span between asking for a fault's edge and its proof: in it both worlds were possible. */
function widestEdgeMs(world: ScenarioWorld): number {
  const widths = world.faults.flatMap((span) => [
    ...(span.effective === null ? [] : [span.effective - span.requested]),
    ...(span.healed === null || span.healRequested === null ? [] : [span.healed - span.healRequested]),
  ]);
  return Math.max(0, ...widths);
}
