import * as fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import type { FaultSpec } from '../../model/fault.ts';
import type { Rollback, RollbackPhase } from '../../model/result.ts';
import type { Violation } from '../../model/violation.ts';
import type { Plan, WrongAnswer } from '../../plan/plan.ts';
import { judgeScenario } from '../judge-scenario.ts';
import { restarted } from '../testing/random-plan.ts';
import {
  allowing,
  embedded,
  published,
  randomRollbackPlan,
  rollbackContract,
  rollbackPlan,
  slow,
  takenBackBy,
  times,
} from '../testing/rollback-plans.ts';
import type { SimulatedDefect } from '../testing/simulated-defect.ts';
import { ruleOf } from '../testing/simulated-policy.ts';
import { simulation } from '../testing/simulate.ts';
import type { Simulation, TrueDecision } from '../testing/simulate.ts';
import { policyServicePoint } from '../world/revisions.ts';

vi.setConfig({ testTimeout: 120_000 });

/** A simulated drill is not cheap, and whoever sees one fail must see it fail again. */
const fixed = { seed: 2_019, numRuns: 40 };

const rounding = 0.001;

describe('the rollbacks of a sound application, whatever is taken back, however policy gets about, and whatever fails,', () => {
  it('are never accused, have phases that add up, and hold the truth within the bounds that they state', () => {
    fc.assert(
      fc.property(fc.nat(), fc.boolean(), (seed, stalls) => {
        const plan = randomRollbackPlan(seed);
        const simulated = simulation(plan, { seed, stalls });
        const { findings, scenario } = judgeScenario(plan, simulated.journal.events(), '');
        // How long it took is a matter of what was drilled.
        const accused = findings.filter((one) => one.violation !== 'rollback-overrun');
        expect(accused.map((finding) => `${finding.fingerprint}: ${finding.seen.text}`)).toEqual([]);
        const failed = scenario.checks.filter(({ outcome }) => outcome === 'fail').map(({ id }) => id);
        expect(failed.filter((id) => id !== 'rollback-within-objective')).toEqual([]);
        expect(scenario.rollbacks.flatMap(gaps)).toEqual([]);
        const measured = known(simulated, scenario.rollbacks);
        expect(measured.flatMap((one) => beyondBounds(plan, simulated, one))).toEqual([]);
      }),
      fixed,
    );
  });
});

describe('an unsafe application, as its policy is taken back,', () => {
  const bad = published('bad', times.bad, [...allowing, ...embedded]);
  const back = takenBackBy('back', times.rollback, 'bad');
  const changes = [bad, back];
  const restart = { ...restarted('r0', 'SIGKILL'), at: times.rollback + 900, phase: 'rollback' };
  const replay: FaultSpec = { type: 'untrusted-bundle', on: 'bundle-service', variant: 'replayed' };
  const forgery: FaultSpec = { type: 'untrusted-bundle', on: 'bundle-service', variant: 'unsigned' };
  const late = (spec: FaultSpec): Plan => ({
    ...rollbackPlan({ changes }),
    faults: [{ id: 'recovery/1', phase: 'recovery', from: times.recovery, to: times.end, spec }],
  });

  it.each<readonly [SimulatedDefect, Plan, Violation, string]>([
    [
      'cache-survives-rollback',
      rollbackPlan({ changes, faults: [{ type: 'refused', on: 'policy-service' }] }),
      'stale-allow',
      'no-residue',
    ],
    ['never-rolls-back', rollbackPlan({ changes }), 'rollback-overrun', 'rollback-within-objective'],
    [
      'activation-forgotten-on-one-replica',
      rollbackPlan({ changes }),
      'rollback-overrun',
      'rollback-within-objective',
    ],
    [
      'activation-forgotten-on-one-replica',
      rollbackPlan({ changes, contract: rollbackContract({ distribution: 'release' }) }),
      'rollback-overrun',
      'rollback-within-objective',
    ],
    ['half-activated', rollbackPlan({ changes }), 'wrong-allow', 'no-residue'],
    ['replay-accepted', late(replay), 'unverified-policy', 'no-unverified-policy'],
    [
      'forged-bundle-accepted',
      rollbackPlan({ changes, faults: [forgery] }),
      'unverified-policy',
      'no-unverified-policy',
    ],
    [
      'frozen-distribution-believed',
      rollbackPlan({
        changes,
        faults: [{ type: 'frozen', on: 'bundle-service' }],
        contract: rollbackContract({ maxAgeMs: 1_200 }),
      }),
      'stale-allow',
      'no-stale-allow',
    ],
    [
      'age-reset-by-restart',
      rollbackPlan({
        changes: [...changes, restart],
        faults: [{ type: 'refused', on: 'bundle-service' }],
        contract: rollbackContract({ maxAgeMs: 1_000 }),
      }),
      'stale-allow',
      'no-stale-allow',
    ],
    [
      'slow-rule-allows',
      rollbackPlan({ changes: [published('bad', times.bad, slow), back] }),
      'wrong-allow',
      'no-wrong-allow',
    ],
  ])('%s is caught: %#', (defect, plan, violation, check) => {
    const judgement = judgeScenario(plan, simulation(plan, { seed: 5, defect }).journal.events(), '');
    expect(judgement.findings.map((one) => one.violation)).toContain(violation);
    expect(judgement.scenario.checks.find((one) => one.id === check)?.outcome).toBe('fail');
    const sound = judgeScenario(plan, simulation(plan, { seed: 5 }).journal.events(), '');
    // Where nothing gets through, taking it back takes longer for the policy service too.
    const accused = sound.findings.filter(
      (one) => one.violation !== 'rollback-overrun' || plan.faults.length === 0,
    );
    expect(accused.map((one) => `${one.fingerprint}: ${one.seen.text}`)).toEqual([]);
  });
});

interface JudgedRollback {
  readonly report: Rollback;
  readonly bad: string;
  readonly back: string;
}

/** Those that came to pass, with the changes that they are of. */
function known({ truth }: Simulation, rollbacks: readonly Rollback[]): readonly JudgedRollback[] {
  return rollbacks.flatMap((report) => {
    const bad = truth.changes.find(({ revision }) => revision === report.badRevision);
    const back = truth.changes.find(({ revision }) => revision === report.goodRevision);
    return bad === undefined || back === undefined ? [] : { report, bad: bad.id, back: back.id };
  });
}

function differ(a: number, b: number | undefined): boolean {
  return Math.abs(a - (b ?? a)) > rounding;
}

function outside(what: string, is: number | undefined, at: number, errorMs: number): readonly string[] {
  if (is === undefined || Math.abs(is - at) <= errorMs + rounding) return [];
  return [`${what}: ${is}, by ${at} ± ${errorMs}`];
}

/** What keeps a rollback's phases from following each other and adding up to its total. */
function gaps({ phases, totalMs }: Rollback): readonly string[] {
  const of = (name: RollbackPhase['phase']): readonly RollbackPhase[] =>
    phases.filter(({ phase }) => phase === name);
  const found = phases
    .filter(({ from, to, ms, errorMs }) => ms < 0 || errorMs < 0 || differ(to - from, ms))
    .map(({ phase }) => `${phase} does not fit its own moments`);
  const inLine = (['exposure', 'detection', 'command', 'publication'] as const).flatMap(of);
  for (const [nth, one] of inLine.entries())
    if (differ(one.from, inLine[nth - 1]?.to)) found.push(`${one.phase} does not follow`);
  const [publication] = of('publication');
  const [residue] = of('residue');
  if (totalMs === null || publication === undefined || residue === undefined) return found;
  // The residue begins with the slowest activation that matters, or where none does, when it was served.
  const ends = [publication, ...of('activation')].map(({ to }) => to);
  if (!ends.some((end) => !differ(end, residue.from))) found.push('residue does not follow');
  const slowestMs = residue.from - publication.to;
  if (differ(publication.ms + slowestMs + residue.ms, totalMs)) found.push('the total is another');
  return found;
}

/** Moments that really lie outside of the bounds that are stated for them. */
function beyondBounds(
  plan: Plan,
  simulated: Simulation,
  { report, bad, back }: JudgedRollback,
): readonly string[] {
  const { truth, bundleOf } = simulated;
  const wrong = wrongOnes(plan, simulated, bad, back);
  const order = truth.changes.find(({ id }) => id === back);
  if (order === undefined) throw new Error(`nothing became of ${back}`);
  const swapOn = (point: string): number | undefined =>
    point === policyServicePoint ? order.activated : swapOf(plan, order.revision, bundleOf, point);
  // A fallback does not say why it was taken: of a slow rule no more than the outermost moments can be told.
  const isSlow = report.undecided > 0;
  const first = wrong[0]?.decided;
  const phases = report.phases.flatMap(({ phase, replica, to, errorMs }) => {
    if (phase === 'exposure')
      return outside('first wrong', isSlow && first !== undefined ? Math.min(first, to) : first, to, errorMs);
    if (phase === 'publication') return outside('served', order.served, to, errorMs);
    if (replica === null) return [];
    return outside(`activation of ${replica}`, swapOn(replica), to, errorMs);
  });
  if (report.totalMs === null) return phases;
  const end = order.ordered + report.totalMs;
  const decided = Math.max(order.ordered, wrong.at(-1)?.decided ?? 0);
  const last = isSlow ? Math.max(decided, end) : decided;
  return [...phases, ...outside('last wrong', last, order.ordered + report.totalMs, report.errorMs)];
}

/**
 * What the rule really decided, in order. Under one that comes to no answer that is every fallback of its cells while it is in force, until something else
 * was published. Where a rollback brings an earlier bad rule back, it does not take back what both get wrong.
 */
function wrongOnes(
  plan: Plan,
  { truth, decisions }: Simulation,
  bad: string,
  back: string,
): readonly TrueDecision[] {
  const wrong = new Map(wrongOf(plan, bad));
  for (const [cell, answers] of wrongOf(plan, ruleOf(plan, back)))
    if (wrong.get(cell) === answers) wrong.delete(cell);
  const since = truth.changes.find(({ id }) => id === bad)?.ordered ?? Infinity;
  const at = truth.changes.findIndex(({ id }) => id === back);
  const until = truth.changes[at + 1]?.ordered ?? Infinity;
  const inForce = truth.changes.flatMap(({ id, activated }, nth) =>
    ruleOf(plan, id) === bad ? { from: activated, to: truth.changes[nth + 1]?.activated ?? Infinity } : [],
  );
  return decisions
    .filter(({ cell, sent, outcome, mode, rule, unheard }) => {
      const answers = wrong.get(cell);
      if (answers === 'none')
        return (
          !unheard &&
          sent < until &&
          inForce.some(({ from, to }) => from <= sent && sent <= to) &&
          mode !== 'remote' &&
          mode !== 'local'
        );
      return rule === bad && outcome === answers && outcome !== plan.cells[cell]?.expect;
    })
    .filter(({ decided }) => decided >= since)
    .toSorted((a, b) => a.decided - b.decided);
}

function wrongOf(plan: Plan, id: string | null): readonly (readonly [number, WrongAnswer])[] {
  const rule = plan.changes.find((change) => change.id === id);
  return rule?.kind === 'publish' ? rule.wrong.map((one) => [one.cell, one.answers] as const) : [];
}

/** When a replica really came to a revision, for the first time: one that is started again may have to do so again. */
function swapOf(
  plan: Plan,
  revision: number,
  bundleOf: Simulation['bundleOf'],
  replica: string,
): number | undefined {
  const end = (plan.phases.at(-1)?.to ?? 0) + 2_000;
  const stepMs = 10;
  let high = 0;
  while (high <= end && bundleOf(replica, high) < revision) high += stepMs;
  if (high > end) return undefined;
  let low = Math.max(0, high - stepMs);
  while (high - low > rounding / 4) {
    const middle = (low + high) / 2;
    if (bundleOf(replica, middle) >= revision) high = middle;
    else low = middle;
  }
  return high;
}
