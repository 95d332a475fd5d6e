import type { ScenarioJudgement } from '../../model/judgement.ts';
import type { JournalEvent } from '../../model/event.ts';
import type { CheckResult } from '../../model/check.ts';
import type { Plan } from '../../plan/plan.ts';
import { journalFacts } from '../journal-facts.ts';
import { judgeObservation } from '../judge-observation.ts';
import type { ObservationVerdict } from '../judge-observation.ts';
import { judgeScenario } from '../judge-scenario.ts';
import { scenarioWorld } from '../scenario-world.ts';
import type { JournalBuilder } from './journal-builder.ts';

const sha256 = '0'.repeat(64);

/** The judgement of a journal that a test wrote. */
export function judgementOf(plan: Plan, journal: JournalBuilder): ScenarioJudgement {
  return judgeScenario(plan, journal.events(), sha256);
}

/** The verdict on every observation, in the order in which they were sent. */
export function verdictsOf(plan: Plan, events: readonly JournalEvent[]): readonly ObservationVerdict[] {
  const facts = journalFacts(events);
  const world = scenarioWorld(plan, facts);
  return Array.from(facts.observations, (seen) => judgeObservation(world, seen).verdict);
}

/** The verdict on a journal's last answer. */
export function lastVerdict(plan: Plan, journal: JournalBuilder): ObservationVerdict | undefined {
  return verdictsOf(plan, journal.events()).at(-1);
}

/** How one check came out. */
export function checkIn(judgement: ScenarioJudgement, id: string): CheckResult {
  const found = judgement.scenario.checks.find((check) => check.id === id);
  if (found === undefined) throw new Error(`there is no check ${id}`);
  return found;
}
