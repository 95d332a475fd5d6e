import { describe, expect, it } from 'vitest';
import type { FaultSpec } from '../model/fault.ts';
import type { Plan } from '../plan/plan.ts';
import { journalOf } from './testing/journal-builder.ts';
import type { Answer, JournalBuilder } from './testing/journal-builder.ts';
import { judgementOf, lastVerdict } from './testing/judged.ts';
import { aliceRevoked, restarted, undeclaredCell } from './testing/random-plan.ts';
import { takenBackBy } from './testing/rollback-plans.ts';
import { cells, testContract, testPlan } from './testing/test-plan.ts';

const edges = { requested: 2_000, effective: 2_050, healRequested: 7_000, healed: 7_040 };
const refused: FaultSpec = { type: 'refused', on: 'policy-service' };
const cutOff: FaultSpec = { type: 'refused', on: 'bundle-service' };

/** The verdict on one answer after what a plan's journal says. */
function verdictIn(plan: Plan, journal: () => JournalBuilder): (answer: Answer) => string | undefined {
  return (answer) => lastVerdict(plan, journal().ask(answer));
}

describe('a revocation', () => {
  const plan = testPlan({ changes: [aliceRevoked], faults: [refused, cutOff] });
  const revoked = (): JournalBuilder =>
    journalOf(plan).change('outage/revoke-1', 'ordered', 2_000).change('outage/revoke-1', 'served', 2_030, 2);
  const verdict = verdictIn(plan, revoked);
  const list = { cell: cells.aliceList, mode: 'local' } as const;

  it('may be unknown for as long as the bound says', () => {
    expect(verdict({ ...list, at: 7_020 })).toBe('pass');
    expect(verdict({ ...list, at: 7_040 })).toBe('revoked-allow');
  });

  it('lets a deny through from the moment it was ordered', () => {
    expect(verdict({ ...list, outcome: 'deny', at: 1_900 })).toBe('wrong-deny');
    expect(verdict({ ...list, outcome: 'deny', revision: 2, at: 2_010 })).toBe('pass');
    expect(verdict({ ...list, outcome: 'deny', revision: 2, at: 7_500 })).toBe('pass');
  });

  it('binds a point that has shown it, within the bound as well', () => {
    const shown = (): JournalBuilder => revoked().ask({ ...list, outcome: 'deny', revision: 2, at: 2_500 });
    expect(lastVerdict(plan, shown().ask({ ...list, revision: 2, at: 2_600 }))).toBe('wrong-allow');
    expect(lastVerdict(plan, shown().ask({ ...list, replica: 'r1', at: 2_600 }))).toBe('pass');
  });

  it('is no fault of an application whose policy service could not hear of it, for as long as that could not', () => {
    const cutOffAll = (): JournalBuilder => revoked().fault('outage/2', edges);
    const remote = { cell: cells.aliceRead, mode: 'remote' } as const;
    const cached = { cell: cells.aliceRead, mode: 'cache' } as const;
    expect(lastVerdict(plan, revoked().ask({ ...remote, at: 7_100 }))).toBe('revoked-allow');
    expect(lastVerdict(plan, cutOffAll().ask({ ...remote, at: 7_100 }))).toBe('pass');
    // Its bound begins anew when the bundle service can be reached: 7,040 and 5 s.
    expect(lastVerdict(plan, cutOffAll().ask({ ...remote, at: 12_030 }))).toBe('pass');
    expect(lastVerdict(plan, cutOffAll().ask({ ...remote, at: 12_060 }))).toBe('revoked-allow');
    // What the application decides by itself has to end in time, and so has what it remembers of a policy service that knew.
    expect(lastVerdict(plan, cutOffAll().ask({ ...list, at: 7_100 }))).toBe('revoked-allow');
    const degraded = { cell: cells.aliceExport, mode: 'degrade', exposed: [] } as const;
    expect(lastVerdict(plan, cutOffAll().ask({ ...degraded, at: 7_100 }))).toBe('revoked-allow');
    expect(
      lastVerdict(
        plan,
        revoked()
          .ask({ ...remote, at: 6_990 })
          .ask({ ...cached, at: 7_100 }),
      ),
    ).toBe('revoked-allow');
  });

  it('says nothing where only a replica could not hear of it', () => {
    const onlyOne = testPlan({ changes: [aliceRevoked], faults: [refused, { ...cutOff, replica: 'r0' }] });
    const journal = journalOf(onlyOne)
      .change('outage/revoke-1', 'ordered', 2_000)
      .change('outage/revoke-1', 'served', 2_030, 2)
      .fault('outage/2', edges);
    const remote = { cell: cells.aliceRead, mode: 'remote', at: 7_100 } as const;
    expect(lastVerdict(onlyOne, journal.ask(remote))).toBe('revoked-allow');
  });

  const outAtTheBound = (): JournalBuilder =>
    revoked()
      .ask({ cell: cells.aliceRead, mode: 'remote', at: 6_990 })
      .fault('outage/1', {
        ...edges,
        requested: 7_000,
        effective: 7_010,
        healRequested: 9_000,
        healed: 9_050,
      });

  it('ends what was cached and what the coarse policy says, whatever is out', () => {
    const cached = { cell: cells.aliceRead, mode: 'cache' } as const;
    expect(lastVerdict(plan, outAtTheBound().ask({ ...cached, at: 7_025 }))).toBe('pass');
    expect(lastVerdict(plan, outAtTheBound().ask({ ...cached, at: 7_040 }))).toBe('revoked-allow');
    const degraded = { cell: cells.aliceExport, mode: 'degrade', exposed: [] } as const;
    expect(lastVerdict(plan, outAtTheBound().ask({ ...degraded, at: 7_040 }))).toBe('revoked-allow');
    expect(lastVerdict(plan, outAtTheBound().ask({ ...degraded, outcome: 'deny', at: 7_040 }))).toBe('pass');
  });

  it('concerns nobody else', () => {
    expect(verdict({ cell: cells.malloryRead, mode: 'remote', outcome: 'deny', at: 7_500 })).toBe('pass');
    expect(verdict({ cell: cells.malloryRead, mode: 'remote', at: 7_500 })).toBe('wrong-allow');
  });

  it('that was never served binds nobody', () => {
    const ordered = journalOf(plan).change('outage/revoke-1', 'ordered', 2_000);
    expect(lastVerdict(plan, ordered.ask({ ...list, at: 9_000 }))).toBe('pass');
  });

  it('is excused by no stall', () => {
    const busy = revoked().stall(6_900, 7_900).stall(6_900, 7_900, 'r0');
    expect(lastVerdict(plan, busy.ask({ ...list, at: 7_040 }))).toBe('revoked-allow');
  });
});

describe('an action that the contract does not have', () => {
  const plan = testPlan({ cells: [undeclaredCell], faults: [refused] });
  const verdict = verdictIn(plan, () => journalOf(plan).fault('outage/1', edges));

  it('is denied in whatever way, and never allowed', () => {
    for (const at of [1_000, 4_000]) {
      for (const mode of ['deny', 'local', 'remote'] as const) {
        expect(verdict({ cell: 0, mode, outcome: 'deny', at })).toBe('pass');
        expect(verdict({ cell: 0, mode, at })).toBe('wrong-allow');
      }
    }
  });

  it('has no cell in the matrix and needs no samples', () => {
    const { scenario } = judgementOf(
      plan,
      journalOf(plan).fault('outage/1', edges).ask({ cell: 0, mode: 'deny', outcome: 'deny', at: 4_000 }),
    );
    expect(scenario.evidence.missing).toEqual([]);
  });
});

describe('a revocation that is taken back', () => {
  const back = takenBackBy('outage/back', 8_000, aliceRevoked.id);
  const plan = testPlan({ changes: [aliceRevoked, back] });
  const givenBack = (): JournalBuilder =>
    journalOf(plan)
      .change('outage/revoke-1', 'ordered', 2_000)
      .change('outage/revoke-1', 'served', 2_030, 2)
      .change('outage/back', 'ordered', 8_000)
      .change('outage/back', 'served', 8_020, 3);
  const list = { cell: cells.aliceList, mode: 'local' } as const;

  it('binds until then, and nobody is accused of an allow from then on', () => {
    const verdict = verdictIn(plan, givenBack);
    expect(verdict({ ...list, at: 7_900 })).toBe('revoked-allow');
    expect(verdict({ ...list, revision: 3, at: 8_100 })).toBe('pass');
    expect(verdict({ ...list, revision: 3, at: 9_500 })).toBe('pass');
  });
});

/** The verdict on one answer after alice was revoked at 2,000, where the policy service was cut off meanwhile. */
function cutOffIn(...spans: readonly (readonly [number, number])[]): ReturnType<typeof verdictIn> {
  const plan = testPlan({
    changes: [aliceRevoked],
    planned: spans.map(([from, to], nth) => ({
      id: `outage/${nth + 1}`,
      phase: 'outage',
      from,
      to,
      spec: cutOff,
    })),
  });
  return verdictIn(plan, () => {
    let journal = journalOf(plan)
      .change('outage/revoke-1', 'ordered', 2_000)
      .change('outage/revoke-1', 'served', 2_030, 2);
    for (const [nth, [from, to]] of spans.entries())
      journal = journal.fault(`outage/${nth + 1}`, {
        requested: from,
        effective: from + 50,
        healRequested: to,
        healed: to + 40,
      });
    return journal;
  });
}

describe('a policy service that is cut off again and again', () => {
  const remote = { cell: cells.aliceRead, mode: 'remote' } as const;

  it('has the bound of a revocation anew each time, so long as that had not passed before', () => {
    expect(cutOffIn([3_000, 4_000])({ ...remote, at: 9_000 })).toBe('pass');
    expect(cutOffIn([3_000, 4_000])({ ...remote, at: 9_100 })).toBe('revoked-allow');
    expect(cutOffIn([3_000, 4_000], [8_000, 8_500])({ ...remote, at: 13_000 })).toBe('pass');
    expect(cutOffIn([3_000, 4_000], [8_000, 8_500])({ ...remote, at: 13_600 })).toBe('revoked-allow');
    expect(cutOffIn([8_000, 8_500])({ ...remote, at: 8_600 })).toBe('revoked-allow');
  });
});

describe('a replica that was restarted', () => {
  const plan = testPlan({ changes: [restarted('r0', 'SIGKILL')], faults: [refused, cutOff] });
  const journal = (): JournalBuilder =>
    journalOf(plan)
      .ask({ cell: cells.aliceRead, mode: 'remote', at: 2_900 })
      .change('outage/restart-1', 'ordered', 3_000)
      .process('r0', 'exited', 3_050)
      .process('r0', 'started', 3_400)
      .change('outage/restart-1', 'served', 3_410);
  const deny = { cell: cells.aliceList, mode: 'deny', outcome: 'deny', revision: 0 } as const;
  const allow = { cell: cells.aliceList, mode: 'local' } as const;

  it('denies until it can have its first policy, and no longer', () => {
    const verdict = verdictIn(plan, journal);
    expect(verdict({ ...deny, at: 2_980 })).toBe('wrong-deny');
    expect(verdict({ ...deny, at: 3_420 })).toBe('pass');
    expect(verdict({ ...deny, at: 5_405 })).toBe('pass');
    expect(verdict({ ...deny, at: 5_420 })).toBe('wrong-deny');
    expect(verdict({ ...deny, replica: 'r1', at: 3_420 })).toBe('wrong-deny');
  });

  const withoutBundles = (): JournalBuilder => journal().fault('outage/2', edges);

  it('may wait for the bundle service, and may have kept its policy until that expires', () => {
    expect(lastVerdict(plan, withoutBundles().ask({ ...deny, at: 6_500 }))).toBe('pass');
    expect(lastVerdict(plan, withoutBundles().ask({ ...allow, at: 6_500 }))).toBe('pass');
    expect(lastVerdict(plan, withoutBundles().ask({ ...deny, at: 8_500 }))).toBe('wrong-deny');
    const short: Plan = {
      ...plan,
      contract: { ...testContract, policy: { ...testContract.policy, maxAgeMs: 3_000 } },
    };
    expect(lastVerdict(short, withoutBundles().ask({ ...allow, at: 6_500 }))).toBe('stale-allow');
  });

  it('must not allow on no policy at all', () => {
    expect(lastVerdict(plan, journal().ask({ ...allow, revision: 0, at: 3_500 }))).toBe('unverified-policy');
  });

  const withoutPolicyService = (): JournalBuilder =>
    journal().fault('outage/1', { ...edges, requested: 2_950, effective: 2_990 });

  it('has forgotten what it had cached', () => {
    const cached = { cell: cells.aliceRead, mode: 'cache' } as const;
    expect(lastVerdict(plan, withoutPolicyService().ask({ ...cached, at: 3_020 }))).toBe('pass');
    expect(lastVerdict(plan, withoutPolicyService().ask({ ...cached, at: 3_500 }))).toBe('wrong-allow');
    expect(
      lastVerdict(plan, withoutPolicyService().ask({ ...cached, mode: 'deny', outcome: 'deny', at: 3_500 })),
    ).toBe('pass');
  });

  it('has forgotten the inputs that it held', () => {
    const out = testPlan({
      changes: [restarted('r0', 'SIGKILL')],
      faults: [{ type: 'refused', on: 'context-service' }],
    });
    const approve = { cell: cells.aliceApprove, mode: 'remote', at: 3_500 } as const;
    const again = (): JournalBuilder =>
      journalOf(out)
        .fault('outage/1', edges)
        .change('outage/restart-1', 'ordered', 3_000)
        .process('r0', 'exited', 3_050)
        .process('r0', 'started', 3_400)
        .change('outage/restart-1', 'served', 3_410);
    expect(lastVerdict(out, again().ask({ ...approve, at: 2_500 }))).toBe('pass');
    expect(lastVerdict(out, again().ask(approve))).toBe('stale-allow');
    expect(lastVerdict(out, again().ask({ ...approve, mode: 'deny', outcome: 'deny' }))).toBe('pass');
    // The other one went on, and may hold for 2 s what it had been told before the outage.
    expect(lastVerdict(out, again().ask({ ...approve, replica: 'r1' }))).toBe('pass');
    // Nobody forgets anything where the source was there again to be asked.
    const before = journalOf(out).process('r0', 'exited', 1_000).process('r0', 'started', 1_200);
    expect(lastVerdict(out, before.fault('outage/1', edges).ask(approve))).toBe('pass');
  });

  it('leaves what was under way without an answer, which nobody is blamed for', () => {
    const gone = { cell: cells.aliceList, outcome: 'error', error: 'ECONNRESET' } as const;
    expect(lastVerdict(plan, journal().ask({ ...gone, at: 2_990, took: 30 }))).toBe('inconclusive');
    expect(lastVerdict(plan, journal().ask({ ...gone, at: 3_900, took: 30 }))).toBe('no-decision');
    const decisions = judgementOf(plan, journal().askOften({ ...gone, at: 2_900, took: 200 }, 9, 10));
    expect(decisions.scenario.checks.find(({ id }) => id === 'decision-given')).toMatchObject({
      outcome: 'pass',
      inconclusive: 0,
    });
  });

  it('has lost the records that it had no time to send', () => {
    const unrecorded = journal().ask({ ...allow, at: 2_950, record: null });
    expect(
      judgementOf(plan, unrecorded).scenario.checks.find(({ id }) => id === 'log-complete')?.outcome,
    ).toBe('pass');
    const earlier = journal().ask({ ...allow, at: 500, record: null });
    expect(judgementOf(plan, earlier).scenario.checks.find(({ id }) => id === 'log-complete')?.outcome).toBe(
      'fail',
    );
  });
});
