import type { ChangeEvent } from '../../model/event.ts';
import type { Rollback } from '../../model/result.ts';
import { overlaps } from '../../model/time.ts';
import type { Plan } from '../../plan/plan.ts';
import type { JournalFacts } from '../journal-facts.ts';
import type { JudgedObservation } from '../judge-observation.ts';
import type { ScenarioWorld } from '../scenario-world.ts';
import { mayTakeAway, spansOn } from '../world/fault-span.ts';
import { decisionPoint, policyServicePoint } from '../world/revisions.ts';
import { activationMeter } from './activation.ts';
import { rollbackAdvice } from './advice.ts';
import { badAnswers } from './bad-answers.ts';
import type { RuleRevisions } from './bad-answers.ts';
import { blastRadius, countWrong } from './blast-radius.ts';
import { edgeTracker } from './edges.ts';
import { rollbackFigures } from './moments.ts';
import { objectiveMet } from './objective.ts';
import { rollbackPhases } from './phases.ts';
import { couldBeResidue, isCertainlyGood, isResidue } from './residue.ts';
import { rightBy } from './right-by.ts';
import { takenBack } from './taken-back.ts';
import type { TakenBack } from './taken-back.ts';

/** One rollback of a scenario, with what its checks need beside the figures. */
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

export interface RollbackMeter {
  /** In the order in which they were asked for. */
  note(one: JudgedObservation): void;
  result(): RollbackJudgement;
}

/** A meter for every bad publication that the plan takes back, from the decisions alone, in order of publication. */
export function rollbackMeters(
  plan: Plan,
  world: ScenarioWorld,
  facts: JournalFacts,
): readonly RollbackMeter[] {
  return takenBack(plan).map((pair) => rollbackMeter(plan, world, facts, pair));
}

function rollbackMeter(
  plan: Plan,
  world: ScenarioWorld,
  facts: JournalFacts,
  { bad, command }: TakenBack,
): RollbackMeter {
  const rule = ruleRevisions(world, bad.id, command.id);
  const { good, goodIndex } = rule;
  const published = rule.bad?.ordered ?? Infinity;
  const ordered = good?.ordered ?? Infinity;
  const closes = nextPublication(plan, world, goodIndex);
  const { objectiveMs } = plan.contract.policy.rollback;

  const told = badAnswers(world, bad, rule);
  const slowCells = new Set(bad.wrong.filter((one) => one.answers === 'none').map((one) => one.cell));
  const edges = edgeTracker(published);
  const activations = good === undefined ? null : activationMeter(world, goodIndex, ordered);
  const wrong: JudgedObservation[] = [];
  /** Points of the rule's decisions at all, and of those after the command. */
  const ruledOn = new Set<string>();
  const wrongOn = new Set<string>();
  const residue: JudgedObservation[] = [];
  let residueJudged = 0;

  /** What a later publication brings about is its own; what was decided on this one's revision is not. */
  function isLater({ seen }: JudgedObservation): boolean {
    if (seen.sent < closes) return false;
    const fellBack = seen.mode === 'deny' || slowCells.has(seen.cell);
    return fellBack || seen.revision === undefined || seen.revision !== rule.bad?.revision;
  }

  function note(one: JudgedObservation): void {
    // Whoever goes on to the next publication has left the bad rule as well.
    activations?.note(one);
    if (isLater(one)) return;
    const what = told(one);
    if (what === 'other') return;
    if (what === 'right') edges.right(one);
    else if (one.seen.received < published) return;
    else if (what === 'wrong') noteWrong(one);
    else if (good === undefined || !isCertainlyGood(world, one, goodIndex)) edges.lost(one);
    const slow = slowCells.has(one.seen.cell);
    if (what === 'lost' || good === undefined || !couldBeResidue(world, one, goodIndex, slow)) return;
    residueJudged += 1;
    if (what === 'wrong' && isResidue(one, slow)) residue.push(one);
  }

  function noteWrong(one: JudgedObservation): void {
    edges.wrong(one);
    wrong.push(one);
    const point = pointBehind(one);
    if (point === undefined) return;
    ruledOn.add(point);
    if (one.seen.received >= ordered) wrongOn.add(point);
  }

  /** Whose activation ends such wrong decisions: a replica's own also ends what its cache repeats. */
  function pointBehind({ seen: { cell, mode, replica } }: JudgedObservation): string | undefined {
    if (slowCells.has(cell)) return policyServicePoint;
    return mode === 'cache' ? replica : decisionPoint(mode, replica);
  }

  function result(): RollbackJudgement {
    const active = activations?.result() ?? [];
    const activeOn = (point: string): number =>
      active.find((one) => one.point === point && one.activated)?.to ?? Infinity;
    // A point that had not left the bad rule by the next publication may have gone by it until it did.
    const leftBy = slowCells.size > 0 ? closes : Math.max(closes, ...[...ruledOn].map(activeOn));
    const lastWrong = edges.lastWrong(Math.min(facts.lastMs, leftBy), {
      rightBy: (one) => (slowCells.has(one.seen.cell) ? Infinity : rightBy(world, one, activeOn)),
      rememberedUntil: ({ seen, cell: { action } }) =>
        action.whenUnavailable?.mode === 'cache' ? activeOn(seen.replica) : -Infinity,
    });
    const held = active.filter(
      ({ point }) => ruledOn.has(point) || couldFollow(world, point, ordered, objectiveMs),
    );
    const met = objectiveMet(world, good?.ordered, lastWrong, held, objectiveMs);
    const figures =
      good === undefined
        ? null
        : rollbackFigures(ordered, good.served, active, wrongOn, lastWrong, closes, facts.lastMs);
    const events = facts.changes.filter((event) => event.change === command.id);
    const detected = facts.changes.find(
      (event) => event.edge === 'detected' && (event.change === command.id || event.change === bad.id),
    );
    const radius = blastRadius(wrong, bad);
    const measured: Omit<Rollback, 'advice'> = {
      badRevision: rule.bad?.revision ?? 0,
      goodRevision: good?.revision ?? null,
      policy: bad.policy,
      objectiveMs,
      totalMs: figures?.end == null ? null : figures.end.at - ordered,
      errorMs: figures?.end?.errorMs ?? 0,
      withinObjective: met.within,
      phases: rollbackPhases(world, {
        bad: rule.bad,
        firstWrong: edges.firstWrong(),
        detected: detected?.t,
        ordered: good?.ordered,
        figures,
      }),
      blastRadius: radius,
      wrongAllows: countWrong(radius, 'allow'),
      wrongDenies: countWrong(radius, 'deny'),
      undecided: countWrong(radius, 'none'),
      detector: detected === undefined ? null : (detected.detector ?? 'probes'),
      ...orderOf(events),
    };
    return {
      report: { ...measured, advice: rollbackAdvice(measured, plan.contract.policy) },
      published,
      ordered,
      unknown: met.unknown,
      residue,
      residueJudged,
      wrong: wrong.filter((one) => one.seen.received >= ordered),
      stuck: held.filter((point) => point.lastOlderSent > ordered + objectiveMs).map((point) => point.point),
    };
  }

  return { note, result };
}

function ruleRevisions({ revisions: { all } }: ScenarioWorld, bad: string, command: string): RuleRevisions {
  const badIndex = all.findIndex((one) => one.change === bad);
  const goodIndex = all.findIndex((one) => one.change === command);
  return { bad: all[badIndex], badIndex, good: all[goodIndex], goodIndex };
}

/**
 * Whether a point that the rule does not decide on is held to the objective as well: every replica that could have taken up the good
 * revision in time. Where policy could not reach it, and on the policy service, what is not decided wrongly is nobody's fault.
 */
function couldFollow(world: ScenarioWorld, point: string, ordered: number, objectiveMs: number): boolean {
  const meanwhile = { from: ordered, to: ordered + objectiveMs };
  const cutOff = spansOn(world.faults, point, 'bundle-service').some(
    (span) => mayTakeAway(span) && overlaps(span.possible, meanwhile),
  );
  return point !== policyServicePoint && !cutOff;
}

/** When something else was published after the rollback; `Infinity` where nothing was. */
function nextPublication(plan: Plan, { revisions }: ScenarioWorld, goodIndex: number): number {
  if (goodIndex < 0) return Infinity;
  const published = new Set(plan.changes.filter((one) => one.kind === 'publish').map((one) => one.id));
  const next = revisions.all.slice(goodIndex + 1).find(({ change }) => published.has(change ?? ''));
  return next?.ordered ?? Infinity;
}

/** Who ordered the rollback, as change control recorded what was served, or else as it was ordered last. */
function orderOf(events: readonly ChangeEvent[]): Pick<Rollback, 'orderedBy' | 'approvedBy' | 'breakGlass'> {
  const recorded =
    events.find((event) => event.edge === 'served' && event.by !== undefined) ??
    events.findLast((event) => event.edge === 'ordered');
  return {
    orderedBy: recorded?.by ?? null,
    approvedBy: recorded?.approvedBy ?? null,
    breakGlass: events.some((event) => event.breakGlass === true),
  };
}
