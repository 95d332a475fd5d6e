import { isDecision } from '../../model/decision.ts';
import type { Decision } from '../../model/decision.ts';
import type { Rollback } from '../../model/result.ts';
import type { Plan, PlannedChange } from '../../plan/plan.ts';
import type { JournalFacts } from '../journal-facts.ts';
import type { JudgedObservation } from '../judge-observation.ts';
import type { ScenarioWorld } from '../scenario-world.ts';
import { activationMeter } from './activation.ts';
import { rollbackAdvice } from './advice.ts';
import { blastRadius } from './blast-radius.ts';
import { edgeTracker } from './edges.ts';
import { objectiveMet } from './objective.ts';
import { rollbackPhases } from './phases.ts';
import { couldBeResidue } from './residue.ts';

/** The rollback of a scenario, with what its checks need beside the figures. */
export interface RollbackJudgement {
  readonly report: Rollback;
  /** When the bad policy and its rollback were ordered; `Infinity` where they never were. */
  readonly published: number;
  readonly ordered: number;
  /** Why it is not known whether the objective was met, in a sentence. */
  readonly unknown: string | null;
  /** Answers of the bad rule that came after the point that gave them certainly had the good revision. */
  readonly residue: readonly JudgedObservation[];
  /** Answers, right or wrong, that could have been residue. */
  readonly residueJudged: number;
  /** Wrong answers that came after the command. */
  readonly wrong: readonly JudgedObservation[];
  /** Points that certainly still decided on an older revision when the objective had passed. */
  readonly stuck: readonly string[];
}

type Publication = Extract<PlannedChange, { kind: 'publish' }>;

export interface RollbackMeter {
  note(one: JudgedObservation): void;
  result(): RollbackJudgement;
}

/**
 * Measures the first bad publication that the plan takes back, from the decisions alone, in the order in which they were
 * asked for.
 * @returns null where the scenario takes nothing back
 */
export function rollbackMeter(plan: Plan, world: ScenarioWorld, facts: JournalFacts): RollbackMeter | null {
  const command = plan.changes.find((change) => change.kind === 'rollback');
  const bad = plan.changes.find((change) => change.kind === 'publish' && change.id === command?.of);
  if (command === undefined || bad?.kind !== 'publish') return null;
  const revisions = world.revisions.all;
  const badRevision = revisions.find((one) => one.change === bad.id);
  const goodIndex = revisions.findIndex((one) => one.change === command.id);
  const good = revisions[goodIndex];
  const published = badRevision?.ordered ?? Infinity;
  const ordered = good?.ordered ?? Infinity;
  const { objectiveMs } = plan.contract.policy.rollback;

  const isWrong = wrongBy(bad);
  const concerned = new Set(bad.wrong.map((one) => one.cell));
  const edges = edgeTracker(published);
  const activations = good === undefined ? null : activationMeter(world, goodIndex, ordered);
  const wrong: JudgedObservation[] = [];
  const residue: JudgedObservation[] = [];
  let residueJudged = 0;

  function note(one: JudgedObservation): void {
    activations?.note(one);
    if (!concerned.has(one.seen.cell) || !isDecision(one.seen.outcome)) return;
    const wronged = isWrong(one);
    if (!wronged) edges.right(one);
    else if (one.seen.received >= published) {
      edges.wrong(one);
      wrong.push(one);
    }
    if (good === undefined || !couldBeResidue(world, one, goodIndex)) return;
    residueJudged += 1;
    if (wronged) residue.push(one);
  }

  function result(): RollbackJudgement {
    const lastWrong = edges.lastWrong(facts.lastMs);
    const active = activations?.result() ?? [];
    const met = objectiveMet(world, good?.ordered, lastWrong, active, objectiveMs);
    const detected = facts.changes.find(
      (event) => event.edge === 'detected' && (event.change === command?.id || event.change === bad?.id),
    );
    const measured: Omit<Rollback, 'advice'> = {
      badRevision: badRevision?.revision ?? 0,
      goodRevision: good?.revision ?? null,
      policy: bad?.kind === 'publish' ? bad.policy : '',
      objectiveMs,
      totalMs: good === undefined || lastWrong === undefined ? null : Math.max(0, lastWrong.at - ordered),
      errorMs: lastWrong?.errorMs ?? 0,
      withinObjective: met.within,
      phases: rollbackPhases(world, {
        bad: badRevision,
        firstWrong: edges.firstWrong(),
        detected: detected?.t,
        good,
        active,
        lastWrong,
      }),
      blastRadius: blastRadius(wrong),
      wrongAllows: countOf(wrong, 'allow'),
      wrongDenies: countOf(wrong, 'deny'),
      undecided: 0,
      detector: detected === undefined ? null : (detected.detector ?? 'probes'),
      breakGlass: false,
      orderedBy: null,
      approvedBy: null,
    };
    return {
      report: { ...measured, advice: rollbackAdvice(measured, plan.contract.policy) },
      published,
      ordered,
      unknown: met.unknown,
      residue,
      residueJudged,
      wrong: wrong.filter((one) => one.seen.received >= ordered),
      stuck: active
        .filter((point) => point.lastOlderSent > ordered + objectiveMs)
        .map((point) => point.point),
    };
  }

  return { note, result };
}

/**
 * A wrong decision is what the bad rule answers and the contract does not; what the application names its declared
 * fallback is none of the rule's.
 */
function wrongBy(bad: Publication): (one: JudgedObservation) => boolean {
  const answers = new Map(bad.wrong.map((one) => [one.cell, one.answers]));
  return ({ seen, cell: { cell } }) => {
    if (seen.outcome !== answers.get(seen.cell) || seen.outcome === cell.expect) return false;
    return seen.mode !== 'deny' && !(seen.mode === 'degrade' && seen.outcome === cell.whenDegraded);
  };
}

function countOf(wrong: readonly JudgedObservation[], outcome: Decision): number {
  return wrong.filter((one) => one.seen.outcome === outcome).length;
}
