import { isDecision } from '../model/decision.ts';
import type { Decision } from '../model/decision.ts';
import type { BlastRadius, Rollback, RollbackPhase } from '../model/result.ts';
import { overlaps } from '../model/time.ts';
import type { Plan } from '../plan/plan.ts';
import type { JournalFacts } from './journal-facts.ts';
import type { JudgedObservation } from './judge-observation.ts';
import { activations } from './rollback-activation.ts';
import type { Activation } from './rollback-activation.ts';
import { listed } from './wording.ts';
import { intervalOf } from './scenario-world.ts';
import type { ScenarioWorld } from './scenario-world.ts';
import { decisionPoint, policyServicePoint } from './world/revisions.ts';

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

/** A moment that is only known to lie in an interval. */
interface Edge {
  readonly at: number;
  readonly errorMs: number;
}

/**
 * Measures the first bad publication that the plan takes back, from the decisions alone. A wrong decision is one that the
 * bad rule answers and the contract does not; a deny that the application names a fallback is none of the rule's.
 * @returns null where the scenario takes nothing back
 */
export function judgeRollback(
  plan: Plan,
  world: ScenarioWorld,
  facts: JournalFacts,
  judged: readonly JudgedObservation[],
): RollbackJudgement | null {
  const command = plan.changes.find((change) => change.kind === 'rollback');
  const bad = plan.changes.find((change) => change.kind === 'publish' && change.id === command?.of);
  if (command === undefined || bad?.kind !== 'publish') return null;
  const wrongAnswers = new Map(bad.wrong.map((one) => [one.cell, one.answers]));
  const concerned = judged.filter((one) => wrongAnswers.has(one.seen.cell) && isDecision(one.seen.outcome));
  const isWrong = (one: JudgedObservation): boolean =>
    one.seen.outcome === wrongAnswers.get(one.seen.cell) &&
    one.seen.outcome !== one.cell.cell.expect &&
    one.seen.mode !== 'deny';

  const badRevision = world.revisions.all.find((one) => one.change === bad.id);
  const goodIndex = world.revisions.all.findIndex((one) => one.change === command.id);
  const good = world.revisions.all[goodIndex];
  const published = badRevision?.ordered ?? Infinity;
  const wrong = concerned.filter((one) => isWrong(one) && one.seen.received >= published);
  const active = good === undefined ? [] : activations(world, judged, goodIndex, good.ordered);
  const objectiveMs = plan.contract.policy.rollback.objectiveMs;

  const phases: RollbackPhase[] = [];
  const first = wrong.reduce<JudgedObservation | undefined>(earliest, undefined);
  const last = wrong.reduce<JudgedObservation | undefined>(latest, undefined);
  const detected = facts.changes.find(
    (event) => event.edge === 'detected' && (event.change === command.id || event.change === bad.id),
  )?.t;
  const right = concerned.filter((one) => !isWrong(one));
  if (badRevision !== undefined && first !== undefined) {
    const exposed = firstWrongEdge(first, right, published);
    const from = Math.min(badRevision.served ?? published, exposed.at);
    phases.push(phase('exposure', null, from, exposed.at, exposed.errorMs + (from - published)));
    if (detected !== undefined)
      phases.push(phase('detection', null, Math.min(exposed.at, detected), detected, exposed.errorMs));
  }
  const end = last === undefined ? undefined : lastWrongEdge(wrong, right, facts.lastMs);
  if (good !== undefined) {
    const decidedAt = detected ?? first?.seen.received;
    if (decidedAt !== undefined) {
      const note = detected === undefined ? 'no detector spoke: counted from the first wrong decision' : null;
      phases.push(phase('command', null, Math.min(decidedAt, good.ordered), good.ordered, 0, note));
    }
    if (good.served !== null) phases.push(phase('publication', null, good.ordered, good.served, 0));
    const served = good.served ?? good.ordered;
    for (const point of active) {
      const note = activationNote(world, point);
      phases.push(
        phase('activation', point.point, Math.min(served, point.at), point.at, point.errorMs, note),
      );
    }
    const lastActive = Math.max(
      served,
      ...active.filter((point) => activationNote(world, point) === null).map((point) => point.at),
    );
    if (end !== undefined) {
      const to = Math.max(lastActive, end.at);
      phases.push(phase('residue', null, lastActive, to, to === end.at ? end.errorMs : 0));
    }
  }

  const totalMs = good === undefined || end === undefined ? null : Math.max(0, end.at - good.ordered);
  const met = objectiveMet(world, good?.ordered, end, last, active, objectiveMs);
  const residue =
    good === undefined ? { residue: [], judged: 0 } : residueOf(world, concerned, isWrong, goodIndex);
  return {
    report: {
      badRevision: badRevision?.revision ?? 0,
      goodRevision: good?.revision ?? null,
      policy: bad.policy,
      objectiveMs,
      totalMs,
      errorMs: end?.errorMs ?? 0,
      withinObjective: met.within,
      phases,
      blastRadius: blastRadius(wrong),
      wrongAllows: wrong.filter((one) => one.seen.outcome === 'allow').length,
      wrongDenies: wrong.filter((one) => one.seen.outcome === 'deny').length,
    },
    published,
    ordered: good?.ordered ?? Infinity,
    unknown: met.unknown,
    residue: residue.residue,
    residueJudged: residue.judged,
    wrong: wrong.filter((one) => one.seen.received >= (good?.ordered ?? Infinity)),
    stuck: active
      .filter((point) => point.lastOlderSent > (good?.ordered ?? Infinity) + objectiveMs)
      .map((point) => point.point),
  };
}

/**
 * Three-valued. Not met: a wrong decision, or one on an older revision, was certainly asked for after the objective had
 * passed. Met: every series was right again, and every point had made its last decision on an older revision, before it. Anything else,
 * and an overshoot no larger than what the machine was stalled for, is unknown.
 */
function objectiveMet(
  world: ScenarioWorld,
  ordered: number | undefined,
  end: (Edge & { readonly until: number }) | undefined,
  last: JudgedObservation | undefined,
  active: readonly Activation[],
  objectiveMs: number,
): { within: boolean | null; unknown: string | null } {
  if (ordered === undefined) return { within: null, unknown: 'The rollback was never ordered.' };
  if (end === undefined || last === undefined) {
    return {
      within: null,
      unknown: 'The bad rule was never seen to decide anything, so its rollback proves nothing.',
    };
  }
  const limit = ordered + objectiveMs;
  const certainlyWrongAt = Math.max(last.seen.sent, ...active.map((point) => point.lastOlderSent));
  if (certainlyWrongAt > limit) {
    const stalledMs = world.starvation.stalledMs({ from: ordered, to: certainlyWrongAt });
    if (stalledMs >= certainlyWrongAt - limit) {
      return {
        within: null,
        unknown: 'The machine was stalled for longer than the rollback overran its objective.',
      };
    }
    return { within: false, unknown: null };
  }
  const missing = active.filter((point) => !point.activated).map((point) => point.point);
  if (missing.length > 0) {
    return {
      within: null,
      unknown: `${listed(missing)} was not seen on the good revision before the end.`,
    };
  }
  const surelyOverAt = Math.max(end.until, ...active.map((point) => point.lastOlderReceived));
  if (surelyOverAt <= limit) return { within: true, unknown: null };
  return {
    within: null,
    unknown: 'The probes are too sparse to say on which side of the objective the rollback ended.',
  };
}

/** Why the moment of an activation says little: it may have been there long before the first decision that shows it. */
function activationNote(world: ScenarioWorld, point: Activation): string | null {
  if (!point.activated) return 'not seen on the good revision';
  if (point.lastOlderSent === -Infinity) return 'made no decision in between';
  const between = { from: point.at - point.errorMs, to: point.at };
  const unreachable =
    point.point === policyServicePoint &&
    world.faults.some((span) => span.spec.on === 'policy-service' && overlaps(span.possible, between));
  return unreachable ? 'could not be asked in between' : null;
}

/** The first wrong decision came somewhere between the last right one of its series and its own receipt. */
function firstWrongEdge(
  first: JudgedObservation,
  right: readonly JudgedObservation[],
  notBefore: number,
): Edge {
  const at = first.seen.received;
  const lastRight = right
    .filter((one) => sameSeries(one, first) && one.seen.received <= first.seen.sent)
    .reduce((latestSent, one) => Math.max(latestSent, one.seen.sent), notBefore);
  return { at, errorMs: at - Math.max(lastRight, notBefore) };
}

/** The last wrong decision of all series; the true end lies before the first right one of each series that follows. */
function lastWrongEdge(
  wrong: readonly JudgedObservation[],
  right: readonly JudgedObservation[],
  endOfJournal: number,
): Edge & { readonly until: number } {
  const lastOfSeries = new Map<string, JudgedObservation>();
  for (const one of wrong) {
    const key = seriesOf(one);
    lastOfSeries.set(key, latest(lastOfSeries.get(key), one));
  }
  const rightAgain = new Map<string, number>();
  for (const one of right) {
    const lastWrong = lastOfSeries.get(seriesOf(one));
    if (lastWrong === undefined || one.seen.sent < lastWrong.seen.received) continue;
    rightAgain.set(seriesOf(one), Math.min(rightAgain.get(seriesOf(one)) ?? Infinity, one.seen.received));
  }
  let at = 0;
  let from = 0;
  let until = 0;
  for (const [key, one] of lastOfSeries) {
    at = Math.max(at, one.seen.received);
    from = Math.max(from, one.seen.sent);
    until = Math.max(until, rightAgain.get(key) ?? endOfJournal);
  }
  return { at, until, errorMs: Math.max(at - from, until - at) };
}

/** Answers of the bad rule on a point that certainly had the good revision: a cache, or a policy that lives on. */
function residueOf(
  world: ScenarioWorld,
  concerned: readonly JudgedObservation[],
  isWrong: (one: JudgedObservation) => boolean,
  goodIndex: number,
): { residue: readonly JudgedObservation[]; judged: number } {
  const after = concerned.filter((one) => {
    const hasGood = (point: string): boolean =>
      world.revisions.inForce(point, intervalOf(one.seen)).oldest >= goodIndex;
    if (one.seen.mode === undefined) return hasGood(one.seen.replica) && hasGood(policyServicePoint);
    return hasGood(decisionPoint(one.seen.mode, one.seen.replica) ?? one.seen.replica);
  });
  return { residue: after.filter(isWrong), judged: after.length };
}

function blastRadius(wrong: readonly JudgedObservation[]): readonly BlastRadius[] {
  const counts = new Map<
    string,
    { subject: string; action: string; resource: string; wrong: Decision; count: number }
  >();
  for (const { seen, cell } of wrong) {
    if (!isDecision(seen.outcome)) continue;
    const key = JSON.stringify([cell.cell.do, cell.cell.as, cell.cell.on, seen.outcome]);
    const entry = counts.get(key);
    if (entry === undefined) {
      counts.set(key, {
        subject: cell.cell.as,
        action: cell.cell.do,
        resource: cell.cell.on,
        wrong: seen.outcome,
        count: 1,
      });
    } else entry.count += 1;
  }
  return [...counts.entries()]
    .toSorted(([a, x], [b, y]) => y.count - x.count || (a < b ? -1 : 1))
    .map(([, entry]) => entry);
}

function phase(
  name: RollbackPhase['phase'],
  replica: string | null,
  from: number,
  to: number,
  errorMs: number,
  note: string | null = null,
): RollbackPhase {
  return { phase: name, replica, from, to, ms: to - from, errorMs, note };
}

function earliest(a: JudgedObservation | undefined, b: JudgedObservation): JudgedObservation {
  return a === undefined || b.seen.received < a.seen.received ? b : a;
}

function latest(a: JudgedObservation | undefined, b: JudgedObservation): JudgedObservation {
  return a === undefined || b.seen.sent > a.seen.sent ? b : a;
}

function seriesOf({ seen }: JudgedObservation): string {
  return `${seen.replica} ${seen.cell}`;
}

function sameSeries(a: JudgedObservation, b: JudgedObservation): boolean {
  return a.seen.replica === b.seen.replica && a.seen.cell === b.seen.cell;
}
