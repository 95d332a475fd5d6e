import { describe, expect, it } from 'vitest';
import { journalOf } from './testing/journal-builder.ts';
import type { Answer, JournalBuilder } from './testing/journal-builder.ts';
import { lastVerdict } from './testing/judged.ts';
import { badAllowTakenBack, cells, testPlan } from './testing/test-plan.ts';

/** Revision 2, bad, ordered at 2,000; revision 3, good again, ordered at 4,000. */
const plan = testPlan({ changes: badAllowTakenBack });

function changed(): JournalBuilder {
  return journalOf(plan)
    .change('outage/publish-1', 'ordered', 2_000)
    .change('outage/publish-1', 'served', 2_030, 2)
    .change('outage/rollback-1', 'ordered', 4_000)
    .change('outage/rollback-1', 'served', 4_030, 3);
}

const badAllow = { cell: cells.malloryApprove, mode: 'remote', revision: 2 } as const;
const goodDeny = { cell: cells.malloryApprove, mode: 'remote', outcome: 'deny' } as const;

function verdict(answer: Answer, journal = changed()): string | undefined {
  return lastVerdict(plan, journal.ask(answer));
}

describe('a bad rule', () => {
  it('is obeyed without blame while it may be in force', () => {
    expect(verdict({ ...badAllow, at: 2_500 })).toBe('pass');
    expect(verdict({ ...badAllow, at: 1_998 })).toBe('pass');
    expect(verdict({ ...goodDeny, revision: 1, at: 2_500 })).toBe('pass');
  });

  it('is no excuse before it was ordered', () => {
    expect(verdict({ ...badAllow, at: 1_900 })).toBe('wrong-allow');
  });

  it('changes only the answers that it is said to change', () => {
    expect(verdict({ ...badAllow, cell: cells.malloryExport, at: 2_500 })).toBe('wrong-allow');
  });

  it('is no excuse for an answer that claims to come from a good revision', () => {
    expect(verdict({ ...badAllow, revision: 1, at: 2_500 })).toBe('wrong-allow');
    expect(verdict({ ...badAllow, revision: 3, at: 4_500 })).toBe('wrong-allow');
  });

  it('may decide until the point that decides has shown the good revision', () => {
    expect(verdict({ ...badAllow, at: 6_000 })).toBe('pass');
    const shown = { ...goodDeny, revision: 3, at: 4_500 };
    expect(verdict({ ...badAllow, at: 4_503 }, changed().ask(shown))).toBe('pass');
    expect(verdict({ ...badAllow, at: 4_510 }, changed().ask(shown))).toBe('wrong-allow');
  });

  it('is one thing on the policy service and another on each replica', () => {
    const shownByReplica = changed().ask({ cell: cells.aliceList, mode: 'local', revision: 3, at: 4_500 });
    expect(verdict({ ...badAllow, at: 5_000 }, shownByReplica)).toBe('pass');
  });

  it('without a named revision is judged by all that may be in force', () => {
    const unnamed = { cell: cells.malloryApprove, mode: 'remote', unnamed: true } as const;
    expect(verdict({ ...unnamed, at: 2_500 })).toBe('pass');
    expect(verdict({ ...unnamed, outcome: 'deny', at: 2_500 })).toBe('pass');
    expect(verdict({ ...unnamed, at: 1_500 })).toBe('wrong-allow');
  });
});

const shown = (): JournalBuilder =>
  changed().ask({ cell: cells.aliceList, mode: 'local', revision: 2, at: 2_500 });

describe('a point that has shown a newer revision', () => {
  const older = { cell: cells.aliceList, mode: 'local', revision: 1 } as const;

  it('may not go back to an older one, though the answer is right', () => {
    expect(verdict({ ...older, at: 2_510 }, shown())).toBe('skew');
  });

  it('may still answer on it what was asked before', () => {
    expect(verdict({ ...older, at: 2_504 }, shown())).toBe('pass');
  });

  it('says nothing of the other replicas', () => {
    expect(verdict({ ...older, replica: 'r1', at: 2_510 }, shown())).toBe('pass');
  });

  it('cannot have one that nobody has ordered yet', () => {
    expect(verdict({ ...older, revision: 3, at: 3_000 })).toBe('skew');
  });

  it('decides on an unverified policy if nobody ever published its number', () => {
    expect(verdict({ ...older, revision: 77, at: 3_000 }, shown())).toBe('unverified-policy');
    expect(verdict({ ...older, revision: 3, at: 6_000 }, shown())).toBe('pass');
  });

  it('is not judged on a number that may belong to a publication whose number was never told', () => {
    const untold = journalOf(plan).change('outage/publish-1', 'ordered', 2_000);
    expect(verdict({ ...older, revision: 77, at: 3_000 }, untold)).toBe('pass');
  });
});

describe('a rollback', () => {
  const [publish, rollback] = badAllowTakenBack;
  if (publish?.kind !== 'publish' || rollback?.kind !== 'rollback') throw new Error('no changes');
  const twice = testPlan({
    changes: [
      publish,
      {
        ...publish,
        id: 'second',
        at: 3_000,
        policy: 'worse',
        wrong: [{ cell: cells.malloryExport, answers: 'allow' }],
      },
      { ...rollback, of: 'second' },
    ],
  });

  it('goes back to what was there before the policy that it takes back', () => {
    const journal = (): JournalBuilder =>
      journalOf(twice)
        .change('outage/publish-1', 'ordered', 2_000)
        .change('outage/publish-1', 'served', 2_030, 2)
        .change('second', 'ordered', 3_000)
        .change('second', 'served', 3_030, 3)
        .change('outage/rollback-1', 'ordered', 4_000)
        .change('outage/rollback-1', 'served', 4_030, 4);
    expect(lastVerdict(twice, journal().ask({ ...badAllow, revision: 4, at: 5_000 }))).toBe('pass');
    const exported = { cell: cells.malloryExport, mode: 'remote' } as const;
    expect(lastVerdict(twice, journal().ask({ ...exported, revision: 3, at: 5_000 }))).toBe('pass');
    expect(lastVerdict(twice, journal().ask({ ...exported, revision: 4, at: 5_000 }))).toBe('wrong-allow');
  });
});

describe('a decision cached under a bad rule', () => {
  const out = testPlan({ changes: badAllowTakenBack, faults: [{ type: 'refused', on: 'policy-service' }] });
  const cached = (): JournalBuilder =>
    journalOf(out)
      .change('outage/publish-1', 'ordered', 2_000)
      .change('outage/publish-1', 'served', 2_030, 2)
      .change('outage/rollback-1', 'ordered', 4_000)
      .change('outage/rollback-1', 'served', 4_030, 3)
      .ask({ cell: cells.malloryRead, mode: 'remote', revision: 2, at: 3_700 })
      .fault('outage/1', { requested: 3_900, effective: 3_950, healRequested: 7_000, healed: 7_050 });
  const hit = { cell: cells.malloryRead, mode: 'cache', revision: 2 } as const;
  const miss = { cell: cells.malloryRead, mode: 'deny', outcome: 'deny', revision: 3 } as const;
  const judge = (answer: Answer, journal: JournalBuilder): string | undefined =>
    lastVerdict(out, journal.ask(answer));
  const activated = (): JournalBuilder =>
    cached().ask({ cell: cells.aliceList, mode: 'local', revision: 3, at: 4_500 });

  it('stands until the replica has the good revision', () => {
    expect(judge({ ...hit, at: 4_400 }, cached())).toBe('pass');
    expect(judge({ ...miss, at: 4_400 }, cached())).toBe('pass');
  });

  it('must not outlive it', () => {
    expect(judge({ ...hit, at: 4_600 }, activated())).toBe('stale-allow');
    expect(judge({ ...miss, at: 4_600 }, activated())).toBe('pass');
  });

  it('is certainly valid only under the newest revision that the replica may have', () => {
    const fresh = journalOf(out)
      .change('outage/publish-1', 'ordered', 2_000)
      .change('outage/publish-1', 'served', 2_030, 2)
      .ask({ cell: cells.malloryRead, mode: 'remote', revision: 2, at: 3_700 })
      .fault('outage/1', { requested: 3_900, effective: 3_950, healRequested: 7_000, healed: 7_050 });
    expect(judge({ ...miss, revision: 2, at: 4_100 }, fresh)).toBe('pass');
    const healthy = lastVerdict(
      out,
      journalOf(out)
        .ask({ cell: cells.aliceRead, mode: 'remote', at: 1_000 })
        .fault('outage/1', { requested: 1_100, effective: 1_150, healRequested: 7_000, healed: 7_050 })
        .ask({ cell: cells.aliceRead, mode: 'deny', outcome: 'deny', at: 1_500 }),
    );
    expect(healthy).toBe('wrong-deny');
  });
});
