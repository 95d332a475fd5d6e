import { describe, expect, it } from 'vitest';
import type { Journal } from '../journal/reader.ts';
import type { ObservationEvent } from '../model/event.ts';
import type { Plan } from '../plan/plan.ts';
import { of } from './testing/bench.ts';
import { conductReference, shippedPlan, withPhases } from './testing/reference-drill.ts';

const shipped = await shippedPlan('policy-service/refused.yaml');

/** The time of the only event of its kind. */
function timeOf(journal: Journal, wanted: object): number {
  const found = journal.events.filter((event) =>
    Object.entries(wanted).every(([key, value]) => Object(event)[key] === value),
  );
  const [only] = found;
  if (found.length !== 1 || only === undefined || !('t' in only))
    throw new Error(`${JSON.stringify(wanted)} is there ${found.length} times`);
  return only.t;
}

/** What a replica was asked wholly within a span. */
function askedWithin(
  journal: Journal,
  replica: string,
  from: number,
  to: number,
): readonly ObservationEvent[] {
  return of(journal, 'observation').filter(
    (one) => one.replica === replica && one.sent >= from && one.received <= to,
  );
}

/** Whether a decision may take a question to the policy service. */
function mayAsk({ cells, contract }: Plan, { cell }: ObservationEvent): boolean {
  const action = contract.actions[cells[cell]?.do ?? ''];
  return action !== undefined && action.decide !== 'local';
}

describe('a restart of the reference application', () => {
  it.each(['SIGTERM', 'SIGKILL'] as const)('by %s is no accident, and hides no arrival', async (signal) => {
    const plan = withPhases(shipped, [
      { name: 'steady', forMs: 1_000 },
      { name: 'restart', forMs: 1_500, changes: [{ kind: 'restart', replica: 'r0', signal }] },
    ]);
    const { outcome, journal } = await conductReference(plan);
    expect(outcome).toMatchObject({ kind: 'ended', reason: 'completed', cleanedUp: true });
    const change = { type: 'change', kind: 'restart', replica: 'r0' };
    const ordered = timeOf(journal, { ...change, edge: 'ordered' });
    const served = timeOf(journal, { ...change, edge: 'served' });
    const exited = timeOf(journal, { type: 'process', name: 'r0', edge: 'exited', expected: true });
    expect(exited).toBeGreaterThan(ordered);
    const started = of(journal, 'process').filter(({ name, edge }) => name === 'r0' && edge === 'started');
    expect(started.map(({ expected }) => expected)).toEqual([true, true]);
    expect(new Set(started.map(({ pid }) => pid)).size).toBe(2);
    expect(started[1]?.t).toBeLessThanOrEqual(served);
    expect(started[1]?.t).toBeGreaterThan(exited);

    expect(askedWithin(journal, 'r0', exited, served)).toEqual([]);
    expect(askedWithin(journal, 'r1', ordered, served).length).toBeGreaterThan(0);
    // Asked as soon as it listens, and then its connections are sound.
    const after = askedWithin(journal, 'r0', served, Infinity);
    expect(after.length).toBeGreaterThan(0);
    expect(after.filter(({ outcome: got }) => got === 'error')).toEqual([]);
    const end = of(journal, 'end')[0];
    expect(end?.requested).toBe(end?.achieved);
  });

  it('that is the only one leaves nobody to ask, which the journal says', async () => {
    const plan = withPhases(shipped, [
      { name: 'steady', forMs: 1_000 },
      { name: 'restart', forMs: 500, changes: [{ kind: 'restart', replica: 'r0', signal: 'SIGKILL' }] },
    ]);
    const { journal } = await conductReference({ ...plan, replicas: ['r0'] });
    const end = of(journal, 'end')[0];
    expect(end?.unasked).toBeGreaterThan(0);
    expect(end?.requested).toBe(end?.achieved);
  });
});

describe('a replica that a fault takes away', () => {
  it.each(['killed', 'paused'] as const)('(%s) is asked by nobody until it is back', async (type) => {
    const plan = withPhases(shipped, [
      { name: 'steady', forMs: 1_000 },
      { name: 'away', forMs: 1_000, faults: [{ type, on: 'app', replica: 'r0' }] },
      { name: 'recovery', forMs: 1_000 },
    ]);
    const { outcome, journal } = await conductReference(plan);
    expect(outcome).toMatchObject({ kind: 'ended', reason: 'completed', cleanedUp: true });
    expect(of(journal, 'fault').map(({ edge }) => edge)).toEqual([
      'requested',
      'effective',
      'heal-requested',
      'healed',
    ]);
    const [, effective = 0, healRequested = 0, healed = 0] = of(journal, 'fault').map(({ t }) => t);
    const asked = of(journal, 'observation');
    const between = asked.filter(({ sent }) => sent > effective && sent < healRequested);
    expect(new Set(between.map(({ replica }) => replica))).toEqual(new Set(['r1']));
    expect(asked.filter(({ replica, sent }) => replica === 'r0' && sent > healed).length).toBeGreaterThan(0);
    // The others get what was meant for it: nothing is asked less often.
    const expected = ((healRequested - effective) * plan.ratePerSecond) / 1_000;
    expect(between.length).toBeGreaterThan(0.8 * expected);

    const [first, ...later] = of(journal, 'process').filter(({ name }) => name === 'r0');
    expect(first?.edge).toBe('started');
    expect(later.map(({ edge, expected: asPlanned }) => `${edge} ${asPlanned}`)).toEqual(
      type === 'killed' ? ['exited true', 'started true'] : [],
    );
    const canaries = of(journal, 'canary').filter(({ path }) => path === 'r0');
    expect(canaries.map(({ dependency }) => dependency)).toContain('app');
  });
});

describe('a replica whose clock is wrong', () => {
  it('goes on being asked, and is set right again', async () => {
    const plan = withPhases(shipped, [
      { name: 'steady', forMs: 1_000 },
      {
        name: 'ahead',
        forMs: 1_000,
        faults: [{ type: 'clock-skew', on: 'app', replica: 'r0', skewMs: 5_000 }],
      },
      { name: 'recovery', forMs: 1_000 },
    ]);
    const { outcome, journal } = await conductReference(plan);
    expect(outcome).toMatchObject({ kind: 'ended', reason: 'completed', cleanedUp: true });
    const [, effective, , healed] = of(journal, 'fault');
    expect(effective).toMatchObject({ edge: 'effective', effect: { kind: 'clock-skewed', skewMs: 5_000 } });
    expect(effective?.proof).toMatch(/^r0 clock [45]\.\d+ s ahead/);
    expect(healed?.edge).toBe('healed');
    expect(askedWithin(journal, 'r0', effective?.t ?? 0, healed?.t ?? 0).length).toBeGreaterThan(0);
  });
});

describe('a revocation', () => {
  it('is published, and ends what its subject was allowed', async () => {
    const alice = shipped.cells.flatMap(({ as }, cell) => (as === 'alice' ? [cell] : []));
    const plan = withPhases(shipped, [
      { name: 'steady', forMs: 1_000 },
      {
        name: 'revoked',
        forMs: 4_000,
        changes: [{ kind: 'revoke', subject: 'alice', policy: 'revoke-alice', denies: alice }],
      },
    ]);
    const { outcome, journal, wrong } = await conductReference(plan);
    expect(outcome).toMatchObject({ kind: 'ended', reason: 'completed', cleanedUp: true });
    expect(of(journal, 'change').map(({ kind, edge, revision }) => [kind, edge, revision])).toEqual([
      ['revoke', 'ordered', undefined],
      ['revoke', 'served', 2],
    ]);
    const last = of(journal, 'observation').filter(
      ({ cell, revision }) => alice.includes(cell) && revision === 2,
    );
    expect(last.length).toBeGreaterThan(0);
    expect(new Set(last.map(({ outcome: got }) => got))).toEqual(new Set(['deny']));
    expect(wrong).toBe(0);
  });
});

describe('a phase with a load of its own', () => {
  it('is probed at its rate, and what reaches the policy service is counted', async () => {
    const plan = withPhases({ ...shipped, ratePerSecond: 40 }, [
      { name: 'steady', forMs: 1_000 },
      { name: 'peak', forMs: 2_000, ratePerSecond: 200 },
      { name: 'after', forMs: 1_000 },
    ]);
    const { journal } = await conductReference(plan);
    const edges = of(journal, 'phase').filter(({ phase }) => phase === 'peak');
    const [from = 0, to = 0] = edges.map(({ t }) => t);
    const intended = of(journal, 'observation').map((one) => one.intended);
    const gaps = intended
      .toSorted((a, b) => a - b)
      .flatMap((one, index, all) => (index === 0 ? [] : [{ at: one, ms: one - (all[index - 1] ?? one) }]));
    const inPeak = gaps.filter(({ at }) => at > from + 30 && at < to);
    expect(inPeak.length).toBeGreaterThan(300);
    // The schedule is exact, however late the probes themselves may be.
    expect(inPeak.filter(({ ms }) => Math.abs(ms - 5) > 0.01)).toEqual([]);
    const outside = gaps.filter(({ at }) => at < from || at > to + 30);
    expect(outside.filter(({ ms }) => Math.abs(ms - 25) > 0.01)).toEqual([]);

    const traffic = of(journal, 'traffic');
    expect(traffic.length).toBeGreaterThan(10);
    for (const span of traffic) expect(span.from).toBeLessThan(span.to);
    for (const [index, span] of traffic.slice(1).entries())
      expect(span.from).toBeLessThanOrEqual(traffic[index]?.to ?? 0);
    // At most one question for each decision, and canaries are none.
    const may = of(journal, 'observation').filter((one) => mayAsk(plan, one)).length;
    const did = of(journal, 'observation').filter(({ mode }) => mode === 'remote').length;
    const counted = traffic.reduce((sum, { requests }) => sum + requests, 0);
    expect(counted).toBeLessThanOrEqual(may);
    expect(counted).toBeGreaterThan(did / 2);
  });
});
