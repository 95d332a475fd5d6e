import { describe, expect, it } from 'vitest';
import type { Contract } from '../../contract/contract.ts';
import type { FaultEffect, FaultSpec } from '../../model/fault.ts';
import type { Plan } from '../../plan/plan.ts';
import { journalFacts } from '../journal-facts.ts';
import { scenarioWorld } from '../scenario-world.ts';
import { journalOf } from '../testing/journal-builder.ts';
import { cells, testContract, testPlan } from '../testing/test-plan.ts';
import { outlastsBound } from './outlasts-bound.ts';

/** A fault that certainly holds for so long, with a plan of a few cells only. */
interface Case {
  readonly spec: FaultSpec;
  readonly lastsMs: number;
  readonly effect?: FaultEffect;
  readonly asks?: keyof typeof cells;
  readonly contract?: Contract;
}

function outlasts({ spec, lastsMs, effect, asks = 'aliceRead', contract = testContract }: Case): boolean {
  const cell = testPlan().cells[cells[asks]];
  const plan: Plan = testPlan({ faults: [spec], contract, cells: cell === undefined ? [] : [cell] });
  const times = { requested: 2_000, effective: 2_000, healRequested: 2_000 + lastsMs, healed: 20_000 };
  const journal = journalOf(plan).fault('outage/1', effect === undefined ? times : { ...times, effect });
  return outlastsBound(scenarioWorld(plan, journalFacts(journal.events())));
}

const policyService: FaultSpec = { type: 'refused', on: 'policy-service' };
const bundleService: FaultSpec = { type: 'refused', on: 'bundle-service' };
const contextService: FaultSpec = { type: 'refused', on: 'context-service' };
const approving = { spec: contextService, asks: 'aliceApprove' } as const;

const risk = testContract.inputs['context.risk'];
const withRisk = (parts: Partial<Contract['inputs'][string]>): Contract => ({
  ...testContract,
  inputs: risk === undefined ? {} : { ...testContract.inputs, 'context.risk': { ...risk, ...parts } },
});
const onExpired = (what: Contract['policy']['onExpired']): Contract => ({
  ...testContract,
  policy: { ...testContract.policy, onExpired: what },
});

const stale = (ageMs: number): FaultEffect => ({ kind: 'input-stale', input: 'context.risk', ageMs });

describe('a fault outlasts a bound', () => {
  it('by a second and more, or an answer beyond the bound is not to be expected', () => {
    expect(outlasts({ spec: policyService, lastsMs: 4_001 })).toBe(true);
    expect(outlasts({ spec: policyService, lastsMs: 4_000 })).toBe(false);
    expect(outlasts({ spec: policyService, lastsMs: 3_500 })).toBe(false);
  });

  it('not while nothing proves that it held', () => {
    const plan = testPlan({ faults: [policyService] });
    const journal = journalOf(plan).fault('outage/1', {
      requested: 2_000,
      healRequested: 7_000,
      healed: 7_050,
    });
    expect(outlastsBound(scenarioWorld(plan, journalFacts(journal.events())))).toBe(false);
  });

  it('of the cache of an action that is allowed to somebody', () => {
    const long = { spec: policyService, lastsMs: 30_000 };
    expect(outlasts({ ...long, asks: 'aliceRead' })).toBe(true);
    expect(outlasts({ ...long, asks: 'malloryRead' })).toBe(false);
    expect(outlasts({ ...long, asks: 'aliceExport' })).toBe(false);
    expect(outlasts({ ...long, asks: 'aliceList' })).toBe(false);
  });

  it('of a policy that expires, where a replica decides by it and expiry denies', () => {
    const long = { spec: bundleService, lastsMs: 11_001 };
    expect(outlasts({ ...long, asks: 'aliceList' })).toBe(true);
    expect(outlasts({ ...long, asks: 'aliceApprove' })).toBe(true);
    expect(outlasts({ ...long, asks: 'aliceRead' })).toBe(false);
    expect(outlasts({ ...long, lastsMs: 11_000, asks: 'aliceList' })).toBe(false);
    expect(outlasts({ ...long, asks: 'aliceList', contract: onExpired('keep') })).toBe(false);
    expect(outlasts({ ...long, asks: 'aliceList', spec: { type: 'refused', on: 'log-sink' } })).toBe(false);
  });

  it('by what takes away or lies, not by what interrupts', () => {
    const long = { spec: policyService, lastsMs: 30_000 };
    expect(outlasts({ ...long, effect: { kind: 'lying' } })).toBe(true);
    expect(outlasts({ ...long, effect: { kind: 'interrupted' } })).toBe(false);
    expect(outlasts({ ...approving, lastsMs: 3_001, effect: { kind: 'lying' } })).toBe(true);
    expect(outlasts({ ...approving, lastsMs: 3_001, effect: { kind: 'interrupted' } })).toBe(false);
  });
});

describe('a fault of inputs outlasts their age', () => {
  it('where the action fetches the input', () => {
    expect(outlasts({ ...approving, lastsMs: 3_001 })).toBe(true);
    expect(outlasts({ ...approving, lastsMs: 3_000 })).toBe(false);
    expect(outlasts({ ...approving, lastsMs: 9_000, asks: 'aliceRead' })).toBe(false);
  });

  it('where neither a stale nor a missing value is ignored', () => {
    for (const contract of [
      withRisk({ onStale: 'ignore' }),
      withRisk({ onMissing: 'ignore' }),
      withRisk({ maxAgeMs: null }),
    ])
      expect(outlasts({ ...approving, lastsMs: 9_000, contract })).toBe(false);
  });

  it('where it concerns the input and the subject', () => {
    const long = { ...approving, lastsMs: 9_000 };
    const missing = { kind: 'input-missing', input: 'context.risk' } as const;
    expect(outlasts({ ...long, effect: missing })).toBe(true);
    expect(outlasts({ ...long, effect: { ...missing, input: 'device.posture' } })).toBe(false);
    expect(outlasts({ ...long, effect: { ...missing, subjects: ['alice', 'bob'] } })).toBe(true);
    expect(outlasts({ ...long, effect: { ...missing, subjects: ['mallory'] } })).toBe(false);
  });

  it('where what arrives is older than it may be', () => {
    expect(outlasts({ ...approving, lastsMs: 9_000, effect: stale(2_001) })).toBe(true);
    expect(outlasts({ ...approving, lastsMs: 9_000, effect: stale(2_000) })).toBe(false);
    expect(outlasts({ ...approving, lastsMs: 9_000, effect: stale(500) })).toBe(false);
  });
});
