import { describe, expect, it } from 'vitest';
import type { ProcessEvent } from '../model/event.ts';
import { journalOf } from './testing/journal-builder.ts';
import type { Answer, JournalBuilder } from './testing/journal-builder.ts';
import { lastVerdict } from './testing/judged.ts';
import { cells, testContract, testPlan } from './testing/test-plan.ts';

/** A drill with the policy service out from 2,050 to 7,000, edges 2,000 and 7,040. */
const plan = testPlan({ faults: [{ type: 'refused', on: 'policy-service' }] });
const edges = { requested: 2_000, effective: 2_050, healRequested: 7_000, healed: 7_040 };

function outage(): JournalBuilder {
  return journalOf(plan).fault('outage/1', edges);
}

function verdict(answer: Answer, journal = outage()): string | undefined {
  return lastVerdict(plan, journal.ask(answer));
}

describe('time', () => {
  it('is over when the budget is', () => {
    expect(verdict({ cell: cells.aliceList, mode: 'local', at: 1_000, took: 501 })).toBe('pass');
    expect(verdict({ cell: cells.aliceList, mode: 'local', at: 1_000, took: 510 })).toBe('late');
  });

  it('that the harness itself was held up is not the application’s', () => {
    const held = outage().stall(1_450, 1_490, 'harness');
    expect(verdict({ cell: cells.aliceList, mode: 'local', at: 1_000, took: 530 }, held)).toBe('pass');
    expect(verdict({ cell: cells.aliceList, mode: 'local', at: 1_000, took: 550 }, held)).toBe('late');
  });

  it('without a decision is no deny', () => {
    for (const outcome of ['timeout', 'error', 'malformed'] as const) {
      expect(verdict({ cell: cells.malloryApprove, outcome, at: 4_000 })).toBe('no-decision');
    }
  });
});

describe('an answer that cannot be read', () => {
  const unreadable = {
    outcome: 'malformed',
    error: 'the header authz-mode is "?", which is no mode',
  } as const;

  it('lets the caller in all the same where its status says so', () => {
    const mallory = { cell: cells.malloryApprove, ...unreadable, at: 1_000 };
    expect(verdict({ ...mallory, status: 200 })).toBe('wrong-allow');
    expect(verdict({ ...mallory, status: 200 }, starved())).toBe('wrong-allow');
    expect(verdict({ ...mallory, status: 403 })).toBe('no-decision');
  });

  it('is no decision where an allow is right', () => {
    expect(verdict({ cell: cells.aliceList, ...unreadable, status: 200, at: 1_000 })).toBe('no-decision');
  });
});

const starved = (): JournalBuilder => outage().stall(1_000, 1_100);
const busy = (): JournalBuilder => outage().stall(3_900, 4_300, 'r0').stall(3_900, 4_700, 'fault-proxy');
const held = (): JournalBuilder => outage().stall(1_000, 1_750, 'r0');

describe('a starved machine', () => {
  it('excuses what is merely slow', () => {
    const local = { cell: cells.aliceList, mode: 'local', took: 600 } as const;
    const longer = outage().stall(1_000, 1_560);
    expect(verdict({ ...local, at: 1_000 }, longer)).toBe('inconclusive');
    expect(verdict({ cell: cells.aliceList, outcome: 'error', at: 1_000 }, starved())).toBe('inconclusive');
    expect(verdict({ ...local, at: 2_300 }, longer)).toBe('late');
  });

  it('excuses no more delay than the replica and the harness were held up for', () => {
    const late = { cell: cells.aliceList, mode: 'local', at: 1_000, took: 800 } as const;
    const timeout = { cell: cells.aliceList, outcome: 'timeout', at: 1_000, took: 1_000 } as const;
    expect(verdict(late, starved())).toBe('late');
    expect(verdict(late, held())).toBe('inconclusive');
    expect(verdict(timeout, held())).toBe('no-decision');
    expect(verdict(timeout, held().stall(1_750, 1_960, 'harness'))).toBe('inconclusive');
    // What another replica was held up for, or a service that a time-out bounds.
    const others = outage()
      .stall(1_000, 1_800, 'r1')
      .stall(1_000, 1_800, 'fault-proxy')
      .stall(1_000, 1_100, 'r0');
    expect(verdict(late, others)).toBe('late');
  });

  it('has a canary stand for a replica of which nothing is known', () => {
    const late = { cell: cells.aliceList, mode: 'local', at: 1_000, took: 800 } as const;
    const canary = outage().stall(1_000, 1_760, 'canary r0.context-service');
    expect(verdict(late, canary)).toBe('inconclusive');
    expect(verdict(late, canary.stall(1_000, 1_100, 'r0'))).toBe('late');
  });

  it('does not excuse time-outs that were waited for again and again', () => {
    const thrice = { cell: cells.aliceExport, mode: 'degrade', at: 4_000, took: 770, exposed: [] } as const;
    const once = { ...thrice, took: 520 };
    expect(verdict(thrice, busy())).toBe('late');
    expect(verdict(once, busy())).toBe('inconclusive');
  });

  it('excuses the declared fallback, after a wait as long as a time-out', () => {
    const deny = { cell: cells.aliceApprove, mode: 'deny', outcome: 'deny', took: 260 } as const;
    const degraded = { cell: cells.aliceExport, mode: 'degrade', took: 260, exposed: [] } as const;
    expect(verdict({ ...deny, at: 1_000 }, starved())).toBe('inconclusive');
    expect(verdict({ ...degraded, at: 1_000 }, starved())).toBe('inconclusive');
    expect(verdict({ ...deny, took: 20, at: 1_000 }, starved())).toBe('wrong-deny');
    expect(verdict({ ...deny, at: 1_000 })).toBe('wrong-deny');
  });

  it('excuses a circuit breaker that such a wait has opened, on the replica that waited', () => {
    const wait = { cell: cells.aliceExport, mode: 'remote', at: 900, took: 220 } as const;
    const quick = { cell: cells.aliceApprove, mode: 'deny', outcome: 'deny', at: 1_400 } as const;
    expect(verdict(quick, starved().ask(wait))).toBe('inconclusive');
    expect(verdict({ ...quick, replica: 'r1' }, starved().ask(wait))).toBe('wrong-deny');
    expect(verdict({ ...quick, at: 9_500 }, starved().stall(9_400, 9_500).ask(wait))).toBe('wrong-deny');
  });

  it('excuses nothing that is no fallback of the action', () => {
    const slow = { at: 1_000, took: 260 } as const;
    expect(verdict({ ...slow, cell: cells.aliceExport, mode: 'cache' }, starved())).toBe('undeclared-mode');
    expect(verdict({ ...slow, cell: cells.aliceExport, mode: 'deny', outcome: 'deny' }, starved())).toBe(
      'wrong-deny',
    );
    expect(verdict({ ...slow, cell: cells.aliceList, mode: 'deny', outcome: 'deny' }, starved())).toBe(
      'wrong-deny',
    );
  });

  it('excuses a bundle that could not be confirmed, if the machine may have kept the replica from it', () => {
    const { policy } = testContract;
    const short = testPlan({ contract: { ...testContract, policy: { ...policy, maxAgeMs: 3_000 } } });
    const expired = { cell: cells.aliceList, mode: 'deny', outcome: 'deny', at: 5_000 } as const;
    const starvedFor = (ms: number): JournalBuilder =>
      journalOf(short)
        .stall(4_950 - ms, 4_950, 'r0')
        .ask(expired);
    expect(lastVerdict(short, starvedFor(1_100))).toBe('inconclusive');
    expect(lastVerdict(short, starvedFor(800))).toBe('wrong-deny');
  });

  it('excuses it too where the coarse policy of that bundle should have stood in for the policy service', () => {
    const { policy } = testContract;
    const short = testPlan({
      contract: { ...testContract, policy: { ...policy, maxAgeMs: 3_000 } },
      faults: [{ type: 'refused', on: 'policy-service' }],
    });
    const starvedFor = (ms: number, cell: number): JournalBuilder =>
      journalOf(short)
        .fault('outage/1', edges)
        .stall(4_950 - ms, 4_950, 'r0')
        .ask({ cell, mode: 'deny', outcome: 'deny', at: 5_000 });
    expect(lastVerdict(short, starvedFor(1_100, cells.aliceExport))).toBe('inconclusive');
    expect(lastVerdict(short, starvedFor(800, cells.aliceExport))).toBe('wrong-deny');
  });

  it('never excuses an allow that is not permitted, nor data that is shown', () => {
    expect(verdict({ cell: cells.malloryApprove, mode: 'remote', at: 1_000 }, starved())).toBe('wrong-allow');
    const during = outage().stall(4_000, 4_600);
    expect(verdict({ cell: cells.aliceApprove, mode: 'remote', at: 4_000, took: 700 }, during)).toBe(
      'wrong-allow',
    );
    expect(
      verdict({ cell: cells.aliceExport, mode: 'degrade', at: 1_000, exposed: ['/rows/0/iban'] }, starved()),
    ).toBe('obligation-missed');
  });

  it('does not excuse a fallback that allows what the healthy answer denies', () => {
    const coarser = {
      ...plan,
      cells: plan.cells.map((cell) => ({ ...cell, whenDegraded: 'allow' as const })),
    };
    const journal = journalOf(coarser).stall(1_000, 1_100);
    expect(
      lastVerdict(
        coarser,
        journal.ask({ cell: cells.malloryExport, mode: 'degrade', at: 1_000, exposed: [] }),
      ),
    ).toBe('wrong-allow');
  });
});

const exited = (name: string, how: Pick<ProcessEvent, 'code' | 'signal'> = { code: 1 }): JournalBuilder =>
  outage().add({ type: 'process', t: 1_000, name, edge: 'exited', pid: 7, expected: false, ...how });

const opensLate = (): JournalBuilder =>
  outage().add({ type: 'gate', t: 1_500, phase: 'steady', steady: true, reasons: [] });

describe('an application that warms up', () => {
  it('may be slow until the gate opens', () => {
    const slow = { cell: cells.aliceList, mode: 'local', took: 700 } as const;
    const fallback = { cell: cells.aliceApprove, mode: 'deny', outcome: 'deny' } as const;
    expect(verdict({ ...slow, at: 300 }, opensLate())).toBe('inconclusive');
    expect(verdict({ ...fallback, at: 1_490 }, opensLate())).toBe('inconclusive');
    expect(verdict({ ...fallback, at: 1_500 }, opensLate())).toBe('wrong-deny');
  });

  it('may not be unsafe', () => {
    expect(verdict({ cell: cells.malloryApprove, mode: 'remote', at: 300 }, opensLate())).toBe('wrong-allow');
    expect(verdict({ cell: cells.aliceList, mode: 'remote', at: 300 }, opensLate())).toBe('undeclared-mode');
  });
});

describe('a process that ended unasked', () => {
  it('is not blamed for its silence where somebody took it away', () => {
    const silence = { cell: cells.aliceList, outcome: 'error', at: 1_100 } as const;
    const killed = { code: null, signal: 'SIGKILL' } as const;
    expect(verdict(silence, exited('r0', killed))).toBe('inconclusive');
    expect(verdict(silence, exited('r0', { code: 0, signal: null }))).toBe('inconclusive');
    expect(verdict({ ...silence, replica: 'r1' }, exited('r0', killed))).toBe('no-decision');
  });

  it('is blamed for it where it crashed', () => {
    const silence = { cell: cells.aliceList, outcome: 'error', at: 1_100 } as const;
    const crashed = exited('r0', { code: 1, signal: null });
    expect(verdict(silence, crashed)).toBe('no-decision');
    expect(verdict(silence, crashed.stall(1_000, 1_100))).toBe('no-decision');
  });

  it('that nobody asks for a decision changes none', () => {
    const deny = { cell: cells.aliceApprove, mode: 'deny', outcome: 'deny', at: 1_100 } as const;
    expect(verdict(deny, exited('log-sink'))).toBe('wrong-deny');
    expect(verdict(deny, exited('r1'))).toBe('wrong-deny');
  });

  it('leaves uncertain what it was asked for', () => {
    expect(
      verdict(
        { cell: cells.aliceApprove, mode: 'deny', outcome: 'deny', at: 1_100 },
        exited('policy-service'),
      ),
    ).toBe('pass');
    expect(
      verdict({ cell: cells.aliceApprove, mode: 'deny', outcome: 'deny', at: 1_100 }, exited('fault-proxy')),
    ).toBe('pass');
    expect(verdict({ cell: cells.malloryApprove, mode: 'remote', at: 1_100 }, exited('fault-proxy'))).toBe(
      'wrong-allow',
    );
  });
});
