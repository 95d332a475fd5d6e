import * as fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import type { JournalEvent } from '../model/event.ts';
import type { FaultSpec } from '../model/fault.ts';
import type { ScenarioJudgement } from '../model/judgement.ts';
import type { Violation } from '../model/violation.ts';
import type { Plan, PlannedChange, PlannedFault } from '../plan/plan.ts';
import { checks } from './checks/registry.ts';
import { judgeScenario, resultOf } from './judge-scenario.ts';
import { journalFacts } from './journal-facts.ts';
import { permitted } from './permitted.ts';
import { intervalOf, scenarioWorld } from './scenario-world.ts';
import { journalOf } from './testing/journal-builder.ts';
import { verdictsOf } from './testing/judged.ts';
import { shuffled, simulate } from './testing/simulate.ts';
import type { SimulatedDefect } from './testing/simulated-defect.ts';
import { aliceRevoked, randomPlan, restarted, undeclaredCell } from './testing/random-plan.ts';
import { badAllowTakenBack, otherContract, testContract, testPlan } from './testing/test-plan.ts';

vi.setConfig({ testTimeout: 60_000 });

/** A simulated drill is not cheap, and whoever sees one fail must see it fail again. */
const fixed = { seed: 4_711 };

const hash = 'f'.repeat(64);
const judge = (plan: Plan, events: readonly JournalEvent[]): ScenarioJudgement =>
  judgeScenario(plan, events, hash);

const policyService = (fault: 'refused' | 'black-hole' | 'malformed' | 'reset'): FaultSpec => ({
  type: fault,
  on: 'policy-service',
});
const faultSets: readonly (readonly FaultSpec[])[] = [
  [],
  [policyService('refused')],
  [policyService('black-hole')],
  [policyService('malformed')],
  [{ type: 'latency', on: 'policy-service', latencyMs: 230, jitterMs: 100 }],
  [{ type: 'refused', on: 'policy-service', replica: 'r1' }],
  [{ type: 'refused', on: 'context-service' }],
  [{ type: 'frozen', on: 'context-service' }],
  [{ type: 'missing-attribute', on: 'context-service', attribute: 'risk' }],
  [{ type: 'refused', on: 'log-sink' }],
  [policyService('refused'), { type: 'frozen', on: 'context-service' }],
  [policyService('black-hole'), { type: 'refused', on: 'policy-service', replica: 'r0' }],
];
const changeSets: readonly (readonly PlannedChange[])[] = [[], badAllowTakenBack];

const drill = fc.record({
  faults: fc.constantFrom(...faultSets),
  changes: fc.constantFrom(...changeSets),
  seed: fc.nat(),
  stalls: fc.boolean(),
  contract: fc.constantFrom(testContract, otherContract),
});

describe('a sound application', () => {
  it('is never accused, whatever fails, whenever it really does, on a busy machine as well', () => {
    fc.assert(
      fc.property(drill, ({ faults, changes, seed, stalls, contract }) => {
        const plan = testPlan({ faults, changes, contract });
        const judgement = judge(plan, simulate(plan, { seed, stalls }).events());
        expect(judgement.findings.map((finding) => `${finding.fingerprint}: ${finding.seen.text}`)).toEqual(
          [],
        );
        expect(judgement.scenario.checks.filter((check) => check.outcome === 'fail')).toEqual([]);
      }),
      { ...fixed, numRuns: 60 },
    );
  });

  it('is never accused under faults, changes and contracts put together by chance', () => {
    fc.assert(
      fc.property(fc.nat(), fc.boolean(), (seed, stalls) => {
        const plan = randomPlan(seed);
        const judgement = judge(plan, simulate(plan, { seed, stalls }).events());
        expect(judgement.findings.map((finding) => `${finding.fingerprint}: ${finding.seen.text}`)).toEqual(
          [],
        );
        expect(judgement.scenario.checks.filter((check) => check.outcome === 'fail')).toEqual([]);
      }),
      { ...fixed, numRuns: 60 },
    );
  });

  it('passes with whole evidence on a calm machine', () => {
    for (const faults of faultSets) {
      const plan = testPlan({ faults });
      const { scenario } = judge(plan, simulate(plan, { seed: 11 }).events());
      expect(scenario.evidence.missing).toEqual([]);
      expect(scenario.verdict).toBe('pass');
      expect(scenario.counts.inconclusive).toBe(0);
    }
  });

  it('passes a rollback', () => {
    const plan = testPlan({ changes: badAllowTakenBack });
    const { scenario } = judge(plan, simulate(plan, { seed: 11 }).events());
    expect(scenario.verdict).toBe('pass');
    expect(scenario.rollback).toMatchObject({ badRevision: 2, goodRevision: 3, withinObjective: true });
    expect(scenario.rollback?.wrongAllows).toBeGreaterThan(0);
  });
});

describe('an unsafe application', () => {
  const [black, refused, frozen] = [
    policyService('black-hole'),
    policyService('refused'),
    { type: 'frozen', on: 'context-service' },
  ] as const;
  const missing: FaultSpec = { type: 'missing-attribute', on: 'context-service', attribute: 'risk' };
  const lateOutage = badAllowTakenBack.map((change) => ({ ...change, at: change.at - 1_950 }));

  it.each<readonly [SimulatedDefect, FaultSpec, Violation, string]>([
    ['fail-open-on-timeout', black, 'wrong-allow', 'payment:approve'],
    ['cache-without-bound', refused, 'stale-allow', 'invoice:read'],
    ['cache-refreshed-by-hits', refused, 'stale-allow', 'invoice:read'],
    ['cache-without-subject', refused, 'wrong-allow', 'invoice:read'],
    ['degrade-without-redaction', refused, 'obligation-missed', 'report:export'],
    ['degrade-denies', refused, 'wrong-deny', 'report:export'],
    ['stale-context-accepted', frozen, 'stale-allow', 'payment:approve'],
    ['missing-context-accepted', missing, 'stale-allow', 'payment:approve'],
    ['retry-past-budget', black, 'late', 'payment:approve'],
    ['error-instead-of-fallback', refused, 'no-decision', 'report:export'],
    ['fallback-for-ever', refused, 'slow-recovery', 'report:export'],
    ['deny-for-ever', refused, 'wrong-deny', 'payment:approve'],
    ['decision-not-logged', refused, 'unlogged', 'invoice:list'],
    ['wrong-outcome-logged', refused, 'misrecorded', 'payment:approve'],
  ])('%s is caught while %o, as %s of %s', (defect, fault, violation, action) => {
    const plan = testPlan({ faults: [fault] });
    const judgements = [1, 2, 3, 4, 5].map((seed) => judge(plan, simulate(plan, { seed, defect }).events()));
    expect(new Set(judgements.map((judgement) => judgement.scenario.verdict))).toEqual(new Set(['fail']));
    const found = judgements.flatMap((judgement) => judgement.findings);
    expect(found.map((finding) => `${finding.violation} ${finding.action}`)).toContain(
      `${violation} ${action}`,
    );
  });

  it.each<readonly [SimulatedDefect, readonly FaultSpec[], readonly PlannedChange[], Violation]>([
    ['cache-survives-rollback', [refused], lateOutage, 'stale-allow'],
    ['never-rolls-back', [], badAllowTakenBack, 'rollback-overrun'],
    ['goes-back-a-revision', [], badAllowTakenBack, 'skew'],
  ])('%s is caught when a policy is taken back', (defect, faults, changes, violation) => {
    const plan = testPlan({ faults, changes });
    const judgement = judge(plan, simulate(plan, { seed: 2, defect }).events());
    expect(judgement.findings.map((finding) => finding.violation)).toContain(violation);
  });
});

const at = (from: number, spec: FaultSpec): PlannedFault => ({
  id: `outage/${from}`,
  phase: 'outage',
  from,
  to: 7_000,
  spec,
});

describe('an unsafe application, under what a complete library drills,', () => {
  const refusedAll = { type: 'refused', on: 'policy-service' } as const;
  const cutOff = { type: 'refused', on: 'bundle-service' } as const;
  const { policy, decisionLog } = testContract;
  const expiring = { ...testContract, policy: { ...policy, maxAgeMs: 2_500 } };
  const denying = {
    ...testContract,
    normalWithinMs: 500,
    decisionLog: { ...decisionLog, whenSinkDown: 'deny' as const },
  };
  const longCache = {
    ...testContract,
    actions: {
      ...testContract.actions,
      'invoice:read': {
        ...testContract.actions['payment:approve'],
        risk: 'low',
        decide: 'remote',
        uses: [],
        whenUnavailable: { mode: 'cache', maxAgeMs: 9_000, onMiss: 'deny' },
      },
    },
  } as const;
  const early = { ...aliceRevoked, at: 2_050 };
  const withUndeclared = { cells: [...testPlan().cells, undeclaredCell] };

  it.each<readonly [SimulatedDefect, Parameters<typeof testPlan>[0], Violation, string, string]>([
    [
      'cold-start-allows',
      { changes: [restarted('r0', 'SIGKILL')], faults: [cutOff] },
      'unverified-policy',
      'invoice:list',
      'no-unverified-policy',
    ],
    [
      'expired-bundle-kept',
      { contract: expiring, faults: [cutOff] },
      'stale-allow',
      'invoice:list',
      'no-stale-allow',
    ],
    ['revocation-ignored', { changes: [early] }, 'revoked-allow', 'invoice:list', 'no-revoked-allow'],
    [
      'cache-without-bound',
      { changes: [early], faults: [refusedAll], contract: longCache },
      'revoked-allow',
      'invoice:read',
      'no-revoked-allow',
    ],
    ['undeclared-allowed', withUndeclared, 'wrong-allow', 'ledger:purge', 'no-wrong-allow'],
    [
      'unpublished-policy',
      { changes: [aliceRevoked] },
      'unverified-policy',
      'invoice:list',
      'no-unverified-policy',
    ],
    [
      'cache-survives-restart',
      { changes: [{ ...restarted('r0', 'SIGKILL'), at: 2_300 }], faults: [refusedAll] },
      'wrong-allow',
      'invoice:read',
      'no-wrong-allow',
    ],
    [
      'cache-by-wall-clock',
      { planned: [at(2_000, refusedAll), at(3_500, { type: 'clock-skew', on: 'app', skewMs: -30_000 })] },
      'stale-allow',
      'invoice:read',
      'no-stale-allow',
    ],
    [
      'credential-never-renewed',
      { faults: [{ type: 'credential-rotated', on: 'policy-service' }] },
      'wrong-deny',
      'payment:approve',
      'no-wrong-deny',
    ],
    [
      'missing-context-accepted',
      { faults: [{ type: 'partial', on: 'context-service', subjects: ['alice'] }] },
      'stale-allow',
      'payment:approve',
      'no-stale-allow',
    ],
    [
      'stale-context-accepted',
      { faults: [{ type: 'replayed', on: 'context-service', ageMs: 10_000 }] },
      'stale-allow',
      'payment:approve',
      'no-stale-allow',
    ],
    [
      'log-loss-ignored',
      { contract: denying, faults: [{ type: 'refused', on: 'log-sink' }] },
      'wrong-allow',
      'invoice:list',
      'no-wrong-allow',
    ],
    [
      'retry-storm',
      { faults: [{ type: 'status', status: 503, on: 'policy-service' }] },
      'herd',
      'null',
      'no-request-storm',
    ],
    ['herd-on-recovery', { faults: [refusedAll] }, 'herd', 'null', 'no-request-storm'],
    [
      'fallback-for-ever',
      { faults: [{ type: 'flapping', on: 'policy-service', downMs: 300, upMs: 300 }] },
      'slow-recovery',
      'report:export',
      'normal-after-healing',
    ],
  ])('%s is caught in %o, as %s of %s by %s', (defect, parts, violation, action, check) => {
    const plan = testPlan(parts);
    const judgement = judge(plan, simulate(plan, { seed: 3, defect }).events());
    const found = judgement.findings.map((one) => `${one.violation} ${one.action} ${one.check}`);
    expect(found).toContain(`${violation} ${action} ${check}`);
    expect(judgement.scenario.checks.find((one) => one.id === check)?.outcome).toBe('fail');
    // What was done to it is nothing that a sound application is accused of.
    expect(judge(plan, simulate(plan, { seed: 3 }).events()).findings).toEqual([]);
  });
});

describe('a judgement', () => {
  it('is the same for the same journal, and in whatever order its events were written', () => {
    fc.assert(
      fc.property(drill, fc.nat(), ({ faults, changes, seed, stalls }, order) => {
        const plan = testPlan({ faults, changes });
        const events = simulate(plan, { seed, stalls, defect: 'cache-without-bound' }).events();
        const same =
          JSON.stringify(judge(plan, shuffled(events, order))) === JSON.stringify(judge(plan, events));
        expect(same).toBe(true);
      }),
      { ...fixed, numRuns: 15 },
    );
  });

  it('of a journal without faults permits the healthy answers alone', () => {
    const plan = testPlan();
    const events = simulate(plan, { seed: 5, defect: 'cache-without-bound' }).events();
    const facts = journalFacts(events);
    const world = scenarioWorld(plan, facts);
    for (const seen of facts.observations) {
      const cell = world.cells[seen.cell];
      if (cell === undefined) throw new Error('no cell');
      const { answers } = permitted(world, {
        cell,
        replica: seen.replica,
        during: intervalOf(seen),
        mode: seen.mode,
        revision: seen.revision,
      });
      // allow/deny by local or remote: bits 0, 1 and 5, 6.
      expect(answers & ~0b0000_0110_0011).toBe(0);
    }
    expect(verdictsOf(plan, events).every((verdict) => verdict === 'pass')).toBe(true);
  });

  it('of every replica alone, put together, is that of the whole', () => {
    fc.assert(
      fc.property(
        drill,
        fc.constantFrom<SimulatedDefect>('fail-open-on-timeout', 'cache-without-subject'),
        ({ faults, seed, stalls }, defect) => {
          const plan = testPlan({ faults });
          const events = simulate(plan, { seed, stalls, defect }).events();
          const whole = verdictsById(plan, events);
          const parts = plan.replicas.flatMap((replica) =>
            verdictsById(
              plan,
              events.filter((event) => event.type !== 'observation' || event.replica === replica),
            ),
          );
          expect(parts.toSorted(([a], [b]) => a - b)).toEqual(whole);
        },
      ),
      { ...fixed, numRuns: 15 },
    );
  });

  it('only permits more when less is certain', () => {
    const widening = fc.record({
      edge: fc.integer({ min: 0, max: 400 }),
      interval: fc.integer({ min: 0, max: 60 }),
    });
    fc.assert(
      fc.property(drill, widening, ({ faults, changes, seed, contract }, { edge, interval }) => {
        const plan = testPlan({ faults, changes, contract });
        const events = simulate(plan, { seed }).events();
        const vague = events.map((event) => lessCertain(event, edge, interval));
        const sharp = answersById(plan, events);
        const blurred = answersById(plan, vague);
        for (const [id, answers] of sharp)
          expect((blurred.get(id) ?? 0) & answers, `observation ${id}`).toBe(answers);
      }),
      { ...fixed, numRuns: 25 },
    );
  });

  it('only permits more when less is certain of restarts, revocations and whatever else is put together', () => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 0, max: 400 }), (seed, edge) => {
        const plan = randomPlan(seed);
        const events = simulate(plan, { seed }).events();
        const sharp = answersById(plan, events);
        const blurred = answersById(
          plan,
          events.map((event) => lessCertain(event, edge, 0)),
        );
        for (const [id, answers] of sharp)
          expect((blurred.get(id) ?? 0) & answers, `observation ${id}`).toBe(answers);
      }),
      { ...fixed, numRuns: 25 },
    );
  });

  it('takes a check that crashes for inconclusive', () => {
    const [check] = checks;
    if (check === undefined) throw new Error('no check');
    const plan = testPlan();
    const broken = {
      ...check,
      judge: () => {
        throw new Error('of our own making');
      },
    };
    const context = new Proxy({}, {}) as Parameters<typeof resultOf>[1];
    expect(resultOf(broken, context)).toMatchObject({
      id: check.info.id,
      outcome: 'inconclusive',
      note: 'The check itself failed: of our own making',
    });
    expect(plan.cells.length).toBeGreaterThan(0);
  });

  it('is inconclusive about an empty journal', () => {
    const plan = testPlan();
    expect(judge(plan, journalOf(plan).events()).scenario.verdict).toBe('inconclusive');
  });
});

function verdictsById(plan: Plan, events: readonly JournalEvent[]): readonly (readonly [number, string])[] {
  const observations = [...journalFacts(events).observations];
  return verdictsOf(plan, events)
    .map((verdict, index) => [observations[index]?.id ?? -1, verdict] as const)
    .toSorted(([a], [b]) => a - b);
}

function answersById(plan: Plan, events: readonly JournalEvent[]): ReadonlyMap<number, number> {
  const facts = journalFacts(events);
  const world = scenarioWorld(plan, facts);
  const entries = Array.from(facts.observations, (seen) => {
    const cell = world.cells[seen.cell];
    if (cell === undefined) throw new Error('no cell');
    const question = {
      cell,
      replica: seen.replica,
      during: intervalOf(seen),
      mode: seen.mode,
      revision: seen.revision,
    };
    return [seen.id, permitted(world, question).answers] as const;
  });
  return new Map(entries);
}

/** The same event, known less exactly. */
function lessCertain(event: JournalEvent, edgeMs: number, intervalMs: number): JournalEvent {
  if (event.type === 'observation') {
    return { ...event, sent: event.sent - intervalMs, received: event.received + intervalMs };
  }
  if (event.type === 'fault') {
    const later = event.edge === 'effective' || event.edge === 'healed';
    return { ...event, t: later ? event.t + edgeMs : event.t - edgeMs };
  }
  if (event.type === 'change' && event.edge === 'ordered') return { ...event, t: event.t - edgeMs };
  const knownLater =
    (event.type === 'change' && event.edge === 'served') ||
    (event.type === 'process' && event.edge === 'exited');
  return knownLater ? { ...event, t: event.t + edgeMs } : event;
}
