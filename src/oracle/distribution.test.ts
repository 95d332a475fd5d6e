import { describe, expect, it } from 'vitest';
import type { Contract } from '../contract/contract.ts';
import type { FaultSpec } from '../model/fault.ts';
import type { Plan } from '../plan/plan.ts';
import { journalOf } from './testing/journal-builder.ts';
import type { Answer, JournalBuilder } from './testing/journal-builder.ts';
import { judgementOf, lastVerdict } from './testing/judged.ts';
import { restarted } from './testing/random-plan.ts';
import { badAllowTakenBack, cells, testContract, testPlan } from './testing/test-plan.ts';

const edges = { requested: 2_000, effective: 2_050, healRequested: 9_000, healed: 9_040 };
const frozen: FaultSpec = { type: 'frozen', on: 'bundle-service' };
const unsigned: FaultSpec = { type: 'untrusted-bundle', on: 'bundle-service', variant: 'unsigned' };
const replayed: FaultSpec = { type: 'untrusted-bundle', on: 'bundle-service', variant: 'replayed' };

/** A contract whose policy is polled for every second and expires after three. */
function contractWith(policy: Partial<Contract['policy']>): Contract {
  return { ...testContract, policy: { ...testContract.policy, maxAgeMs: 3_000, ...policy } };
}

function planWith(fault: FaultSpec, policy: Partial<Contract['policy']> = {}): Plan {
  return testPlan({ contract: contractWith(policy), faults: [fault], changes: [restarted('r0', 'SIGKILL')] });
}

function outage(plan: Plan): JournalBuilder {
  return journalOf(plan).ask({ cell: cells.aliceList, mode: 'local', at: 1_000 }).fault('outage/1', edges);
}

const allowed = { cell: cells.aliceList, mode: 'local' } as const;
const denied = { cell: cells.aliceList, mode: 'deny', outcome: 'deny' } as const;

function verdict(plan: Plan, answer: Answer, journal = outage(plan)): string | undefined {
  return lastVerdict(plan, journal.ask(answer));
}

describe('a policy that nobody vouches for', () => {
  it('expires as one that cannot be asked for does: no bundle that may not be believed confirms it', () => {
    const plan = planWith(unsigned);
    expect(verdict(plan, { ...allowed, at: 5_540 })).toBe('pass');
    expect(verdict(plan, { ...denied, at: 5_540 })).toBe('pass');
    expect(verdict(plan, { ...allowed, at: 5_560 })).toBe('stale-allow');
    expect(verdict(plan, { ...denied, at: 2_500 })).toBe('wrong-deny');
  });

  it('may be believed once where a frozen service confirms it as of then', () => {
    const plan = planWith(frozen);
    expect(verdict(plan, { ...allowed, at: 6_540 })).toBe('pass');
    expect(verdict(plan, { ...denied, at: 5_540 })).toBe('pass');
    expect(verdict(plan, { ...allowed, at: 6_560 })).toBe('stale-allow');
  });

  it('may be confirmed as late as the longest poll lets it', () => {
    const plan = planWith(frozen, { longPollMs: 800 });
    expect(verdict(plan, { ...allowed, at: 7_340 })).toBe('pass');
    expect(verdict(plan, { ...allowed, at: 7_360 })).toBe('stale-allow');
  });

  it('does not expire where it is fetched at run time from what is frozen, nor where it comes with the release', () => {
    for (const distribution of ['runtime-fetch', 'release'] as const) {
      const plan = planWith(frozen, { distribution });
      expect(verdict(plan, { ...allowed, at: 8_900 })).toBe('pass');
    }
    expect(verdict(planWith(unsigned, { distribution: 'release' }), { ...denied, at: 8_900 })).toBe(
      'wrong-deny',
    );
  });

  it('is made no younger by a restart', () => {
    const plan = planWith(unsigned);
    const again = (): JournalBuilder =>
      outage(plan)
        .change('outage/restart-1', 'ordered', 4_000)
        .process('r0', 'exited', 4_010)
        .process('r0', 'started', 4_400)
        .change('outage/restart-1', 'served', 4_410);
    expect(verdict(plan, { ...allowed, at: 4_500 }, again())).toBe('pass');
    expect(verdict(plan, { ...denied, at: 4_500 }, again())).toBe('pass');
    expect(verdict(plan, { ...allowed, at: 5_560 }, again())).toBe('stale-allow');
  });
});

describe('a policy that somebody else made', () => {
  it('is unverified where nothing was published in the whole drill, and its allow is wrong', () => {
    const plan = planWith(unsigned);
    expect(verdict(plan, { ...allowed, revision: 1_001, at: 3_000 })).toBe('unverified-policy');
    const mallory = { cell: cells.malloryRead, mode: 'remote', revision: 1_001 } as const;
    expect(verdict(plan, { ...mallory, at: 3_000 })).toBe('wrong-allow');
  });
});

describe('an earlier policy, served again', () => {
  const plan = testPlan({
    changes: badAllowTakenBack,
    planned: [{ id: 'outage/1', phase: 'outage', from: 5_000, to: 7_000, spec: replayed }],
  });
  const activated = (): JournalBuilder =>
    journalOf(plan)
      .change('outage/publish-1', 'ordered', 2_000)
      .change('outage/publish-1', 'served', 2_030, 2)
      .change('outage/rollback-1', 'ordered', 4_000)
      .change('outage/rollback-1', 'served', 4_030, 3)
      .ask({ ...allowed, revision: 3, at: 4_500 })
      .fault('outage/1', { ...edges, requested: 5_000, effective: 5_050 });

  it('is unverified on a point that had left it, also after a restart', () => {
    expect(verdict(plan, { ...allowed, revision: 2, at: 5_500 }, activated())).toBe('unverified-policy');
    expect(verdict(plan, { ...allowed, revision: 3, at: 5_500 }, activated())).toBe('pass');
    const again = activated().process('r0', 'exited', 5_600).process('r0', 'started', 5_700);
    expect(verdict(plan, { ...allowed, revision: 2, at: 6_000 }, again)).toBe('unverified-policy');
  });

  it('is no more than a skew before anything was replayed, and nothing on a point that never had a newer one', () => {
    expect(verdict(plan, { ...allowed, revision: 2, at: 4_900 }, activated())).toBe('skew');
    expect(verdict(plan, { ...allowed, revision: 2, replica: 'r1', at: 5_500 }, activated())).toBe('pass');
  });
});

describe('a release', () => {
  const plan = testPlan({ contract: contractWith({ distribution: 'release' }), changes: badAllowTakenBack });
  const released = (): JournalBuilder => {
    const journal = journalOf(plan)
      .change('outage/publish-1', 'ordered', 2_000)
      .change('outage/publish-1', 'served', 2_030, 2);
    for (const [nth, replica] of ['r0', 'r1'].entries()) {
      const at = 2_040 + nth * 500;
      journal
        .change('outage/publish-1', 'ordered', at, undefined, { replica })
        .process(replica, 'exited', at + 20)
        .process(replica, 'started', at + 400)
        .change('outage/publish-1', 'served', at + 450, undefined, { replica });
    }
    return journal;
  };

  it('takes its replicas away one by one: what was under way is nobody\u2019s fault, and each comes back cold', () => {
    const lost = { cell: cells.aliceList, outcome: 'error', error: 'ECONNRESET' } as const;
    expect(verdict(plan, { ...lost, at: 2_050 }, released())).toBe('inconclusive');
    expect(verdict(plan, { ...lost, replica: 'r1', at: 2_050 }, released())).toBe('no-decision');
    expect(verdict(plan, { ...denied, revision: 2, at: 2_600 }, released())).toBe('pass');
    expect(verdict(plan, { ...denied, revision: 2, at: 5_000 }, released())).toBe('wrong-deny');
  });

  it('misses a replica that did not come back', () => {
    const journal = released().change('outage/publish-1', 'failed', 3_500, undefined, { replica: 'r1' });
    expect(judgementOf(plan, journal).scenario.evidence.missing).toContain(
      'r1 did not come back with the release that brings outage/publish-1.',
    );
  });
});

describe('a rule that is only slow', () => {
  const plan = testPlan({
    changes: badAllowTakenBack.map((change) =>
      change.kind === 'publish'
        ? { ...change, wrong: [{ cell: cells.aliceApprove, answers: 'none' as const }] }
        : change,
    ),
  });
  const published = (): JournalBuilder =>
    journalOf(plan)
      .change('outage/publish-1', 'ordered', 2_000)
      .change('outage/publish-1', 'served', 2_030, 2)
      .change('outage/rollback-1', 'ordered', 4_000)
      .change('outage/rollback-1', 'served', 4_030, 3);
  const shown = (): JournalBuilder =>
    published().ask({ cell: cells.aliceExport, mode: 'remote', revision: 3, at: 4_500 });
  const fallback = { cell: cells.aliceApprove, mode: 'deny', outcome: 'deny', revision: 1 } as const;

  it('leaves the declared fallback, until the policy service has a better one and a circuit breaker has let go', () => {
    expect(verdict(plan, { ...fallback, at: 1_900 }, published())).toBe('wrong-deny');
    expect(verdict(plan, { ...fallback, at: 3_000 }, published())).toBe('pass');
    expect(verdict(plan, { ...fallback, revision: 3, at: 6_400 }, shown())).toBe('pass');
    expect(verdict(plan, { ...fallback, revision: 3, at: 6_600 }, shown())).toBe('wrong-deny');
  });

  it('allows nothing that was not declared', () => {
    const allow = { cell: cells.malloryApprove, mode: 'remote', revision: 2, at: 3_000 } as const;
    expect(verdict(plan, allow, published())).toBe('wrong-allow');
  });
});
