import { array, assert, boolean, integer, option, property, record } from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadContract } from '../contract/load.ts';
import type { Contract } from '../contract/contract.ts';
import type { Scenario, ScenarioPhase } from '../scenario/scenario.ts';
import { loadTarget, referenceTargetFile } from '../target/load.ts';
import type { Target } from '../target/target.ts';
import { makePlan } from './make-plan.ts';
import type { Plan } from './plan.ts';

const phase: ScenarioPhase = {
  name: 'steady',
  forMs: 2_000,
  steady: true,
  ratePerSecond: null,
  p99Ms: null,
  normalWithinMs: null,
  faults: [],
  changes: [],
};

const probe = { do: 'invoice:read', on: 'invoice/i-1', undeclared: false };

const takeBack = { kind: 'rollback', breakGlass: false, detector: { kind: 'probes' } } as const;

const scenario: Scenario = {
  id: 'x',
  title: 't',
  why: 'w',
  file: 'x.yaml',
  contract: 'c.yaml',
  target: 'reference',
  replicas: 3,
  probes: [
    { ...probe, as: 'alice', expect: 'allow', whenDegraded: 'allow' },
    { ...probe, as: 'mallory', expect: 'deny', whenDegraded: 'deny' },
  ],
  ratePerSecond: 100,
  focusPerSecond: 400,
  background: null,
  repeat: 1,
  minSamples: 20,
  phases: [phase],
  drainMs: 3_000,
};

describe('makePlan', () => {
  let contract: Contract;
  let target: Target;
  beforeAll(async () => {
    const loaded = await Promise.all([
      loadContract('fixtures/ledger/contract.yaml'),
      loadTarget(referenceTargetFile),
    ]);
    if (loaded[0].contract === undefined || loaded[1].target === undefined)
      throw new Error('fixtures are broken');
    contract = loaded[0].contract;
    target = loaded[1].target;
  });
  const plan = (phases: readonly ScenarioPhase[]): Plan =>
    makePlan({
      scenario: { ...scenario, phases },
      contract,
      contractLines: {},
      target,
      seed: 7,
      warnings: [],
    });

  it('lays phases end to end, and each fault exactly over its phase', () => {
    const anyPhase = record({
      forMs: integer({ min: 1, max: 100_000 }),
      broken: boolean(),
      normalWithinMs: option(integer({ min: 0, max: 5_000 })),
    });
    assert(
      property(array(anyPhase, { minLength: 1, maxLength: 8 }), (parts) => {
        const phases = parts.map(({ broken, ...part }, index): ScenarioPhase => ({
          ...phase,
          ...part,
          name: `p${index}`,
          faults: broken ? [{ type: 'refused', on: 'policy-service' }] : [],
        }));
        const made = plan(phases);
        expect(made.phases[0]?.from).toBe(0);
        for (const [index, { from, to, name, normalWithinMs }] of made.phases.entries()) {
          expect(to - from).toBe(phases[index]?.forMs);
          expect(made.phases[index + 1]?.from ?? to).toBe(to);
          expect(normalWithinMs).toBe(phases[index]?.normalWithinMs ?? contract.normalWithinMs);
          const own = made.faults.filter((fault) => fault.phase === name);
          expect(own).toEqual(
            parts[index]?.broken === true
              ? [{ id: `${name}/1`, phase: name, from, to, spec: { type: 'refused', on: 'policy-service' } }]
              : [],
          );
        }
      }),
    );
  });

  it('names replicas and leaves nothing to look up in a change', () => {
    const made = plan([
      phase,
      {
        ...phase,
        name: 'bad-rule',
        changes: [
          {
            kind: 'publish',
            policy: 'bad-allow',
            wrong: [{ as: 'mallory', do: 'invoice:read', on: 'invoice/i-1', answers: 'allow' }],
            approvedBy: 'security',
            refused: false,
          },
        ],
      },
      { ...phase, name: 'rollback', changes: [{ ...takeBack, of: 'bad-rule', afterMs: 200 }] },
    ]);
    expect(made.replicas).toEqual(['r0', 'r1', 'r2']);
    expect(made.changes).toEqual([
      {
        id: 'bad-rule/publish-1',
        phase: 'bad-rule',
        at: 2_000,
        kind: 'publish',
        policy: 'bad-allow',
        wrong: [{ cell: 1, answers: 'allow' }],
        approvedBy: 'security',
        refused: false,
      },
      {
        id: 'rollback/rollback-1',
        phase: 'rollback',
        at: 4_000,
        kind: 'rollback',
        of: 'bad-rule/publish-1',
        afterMs: 200,
        breakGlass: false,
        detector: { kind: 'probes' },
      },
    ]);
  });

  it('takes back the newest publication of a policy', () => {
    const publish = { kind: 'publish', policy: 'bad', wrong: [], approvedBy: null, refused: false } as const;
    const rollback = { ...takeBack, of: 'bad', afterMs: 0 };
    const made = plan([
      phase,
      { ...phase, name: 'a', changes: [publish, rollback] },
      { ...phase, name: 'b', changes: [publish, rollback] },
    ]);
    expect(made.changes.map((one) => (one.kind === 'rollback' ? one.of : one.id))).toEqual([
      'a/publish-1',
      'a/publish-1',
      'b/publish-1',
      'b/publish-1',
    ]);
  });

  it('finds the cells of whoever is revoked, and keeps what a restart says', () => {
    const revoke = { kind: 'revoke', subject: 'alice', policy: 'revoke-alice' } as const;
    const restart = { kind: 'restart', replica: 'r1', signal: 'SIGKILL' } as const;
    const made = plan([phase, { ...phase, name: 'a', changes: [revoke, restart] }]);
    expect(made.changes).toEqual([
      { id: 'a/revoke-1', phase: 'a', at: 2_000, ...revoke, denies: [0] },
      { id: 'a/restart-2', phase: 'a', at: 2_000, ...restart },
    ]);
  });

  it('gives each phase its rate', () => {
    const made = plan([phase, { ...phase, name: 'peak', ratePerSecond: 240 }]);
    expect(made.phases.map(({ ratePerSecond }) => ratePerSecond)).toEqual([100, 240]);
  });

  it('goes several times through what comes after the gate, each time with publications of its own', () => {
    const publish = { kind: 'publish', policy: 'bad', wrong: [], approvedBy: null, refused: false } as const;
    const phases: readonly ScenarioPhase[] = [
      phase,
      { ...phase, name: 'bad-rule', steady: false, changes: [publish] },
      { ...phase, name: 'rollback', steady: false, changes: [{ ...takeBack, of: 'bad', afterMs: 0 }] },
    ];
    const made = makePlan({
      scenario: { ...scenario, phases, repeat: 2 },
      contract,
      contractLines: {},
      target,
      seed: 42,
      warnings: [],
    });
    expect(made.phases.map(({ name, from }) => `${name} ${from}`)).toEqual([
      'steady 0',
      'bad-rule 2000',
      'rollback 4000',
      'bad-rule-2 6000',
      'rollback-2 8000',
    ]);
    expect(made.changes.map((one) => (one.kind === 'rollback' ? one.of : one.id))).toEqual([
      'bad-rule/publish-1',
      'bad-rule/publish-1',
      'bad-rule-2/publish-1',
      'bad-rule-2/publish-1',
    ]);
  });

  it('takes nothing back that has to be refused', () => {
    const publish = { kind: 'publish', policy: 'bad', wrong: [], approvedBy: null } as const;
    const made = plan([
      phase,
      {
        ...phase,
        name: 'a',
        changes: [
          { ...publish, refused: false },
          { ...publish, refused: true },
          { ...takeBack, of: 'bad', afterMs: 0 },
        ],
      },
    ]);
    expect(made.changes[2]).toMatchObject({ of: 'a/publish-1' });
  });

  it('does not guess what a scenario that was never checked means', () => {
    const rollback = { ...takeBack, of: 'nothing', afterMs: 0 };
    expect(() => plan([{ ...phase, changes: [rollback] }])).toThrow('never published');
  });
});
