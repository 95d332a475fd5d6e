import { describe, expect, it } from 'vitest';
import type { Plan } from '../plan/plan.ts';
import { journalOf } from './testing/journal-builder.ts';
import type { Answer, JournalBuilder } from './testing/journal-builder.ts';
import { lastVerdict, verdictsOf } from './testing/judged.ts';
import { cells, testContract, testPlan } from './testing/test-plan.ts';

/** A drill with the policy service out from 2,050 to 7,000, edges 2,000 and 7,040; normal again until 8,040. */
const plan = testPlan({ faults: [{ type: 'refused', on: 'policy-service' }] });
const edges = { requested: 2_000, effective: 2_050, healRequested: 7_000, healed: 7_040 };

function outage(): JournalBuilder {
  return journalOf(plan).fault('outage/1', edges);
}

function verdict(answer: Answer, journal = outage(), of: Plan = plan): string | undefined {
  return lastVerdict(of, journal.ask(answer));
}

describe('an action that is decided in the process', () => {
  it('passes with the declared answer, in an outage as well', () => {
    expect(verdict({ cell: cells.aliceList, at: 1_000, mode: 'local' })).toBe('pass');
    expect(verdict({ cell: cells.aliceList, at: 4_000, mode: 'local' })).toBe('pass');
  });

  it('is judged as healthy during a fault that it does not need', () => {
    expect(verdict({ cell: cells.aliceList, at: 4_000, mode: 'deny', outcome: 'deny' })).toBe('wrong-deny');
    expect(verdict({ cell: cells.aliceList, at: 4_000, mode: 'degrade' })).toBe('undeclared-mode');
  });
});

describe('an action whose fallback is deny', () => {
  const approve = { cell: cells.aliceApprove, mode: 'remote' } as const;
  const fallback = { cell: cells.aliceApprove, mode: 'deny', outcome: 'deny' } as const;

  it('is allowed while all is well, and not otherwise', () => {
    expect(verdict({ ...approve, at: 1_000 })).toBe('pass');
    expect(verdict({ ...approve, at: 4_000 })).toBe('wrong-allow');
    expect(verdict({ ...approve, at: 4_000, mode: 'local' })).toBe('wrong-allow');
  });

  it('is denied while the policy service is out, and not otherwise', () => {
    expect(verdict({ ...fallback, at: 4_000 })).toBe('pass');
    expect(verdict({ ...fallback, at: 1_000 })).toBe('wrong-deny');
    expect(verdict({ ...fallback, at: 9_000 })).toBe('wrong-deny');
  });

  it('may do either as soon as its interval touches an edge of the fault', () => {
    for (const at of [1_996, 2_044, 6_996, 7_039]) {
      expect(verdict({ ...approve, at }), `allow at ${at}`).toBe('pass');
      expect(verdict({ ...fallback, at }), `deny at ${at}`).toBe('pass');
    }
    expect(verdict({ ...fallback, at: 1_990 })).toBe('wrong-deny');
    expect(verdict({ ...approve, at: 2_051 })).toBe('wrong-allow');
    expect(verdict({ ...approve, at: 6_990 })).toBe('wrong-allow');
  });

  it('may go on with its fallback until it has to be normal', () => {
    expect(verdict({ ...fallback, at: 8_035 })).toBe('pass');
    expect(verdict({ ...fallback, at: 8_050 })).toBe('wrong-deny');
  });

  it('is still denied to whom the policy denies, by whatever mode may deny', () => {
    const mallory = { cell: cells.malloryApprove, outcome: 'deny' } as const;
    expect(verdict({ ...mallory, at: 1_000, mode: 'remote' })).toBe('pass');
    expect(verdict({ ...mallory, at: 4_000, mode: 'deny' })).toBe('pass');
    expect(verdict({ ...mallory, at: 4_000, mode: 'local' })).toBe('pass');
    expect(verdict({ ...mallory, at: 4_000, mode: 'remote' })).toBe('undeclared-mode');
    expect(verdict({ ...mallory, at: 1_000, mode: 'cache' })).toBe('undeclared-mode');
  });

  it('that is right by its fallback long after healing was slow to recover', () => {
    expect(verdict({ cell: cells.malloryApprove, outcome: 'deny', mode: 'deny', at: 8_100 })).toBe(
      'slow-recovery',
    );
    expect(verdict({ cell: cells.malloryApprove, outcome: 'deny', mode: 'deny', at: 1_000 })).toBe(
      'undeclared-mode',
    );
  });

  it('is judged on its outcome alone where the application does not say how it decided', () => {
    expect(verdict({ cell: cells.aliceApprove, outcome: 'deny', at: 4_000 })).toBe('pass');
    expect(verdict({ cell: cells.aliceApprove, at: 4_000 })).toBe('wrong-allow');
    expect(verdict({ cell: cells.aliceApprove, at: 1_000 })).toBe('pass');
  });
});

describe('an action that degrades', () => {
  const degraded = { cell: cells.aliceExport, mode: 'degrade', at: 4_000 } as const;

  it('passes with the coarse answer and its obligations kept', () => {
    expect(verdict({ ...degraded, exposed: [] })).toBe('pass');
    expect(verdict({ cell: cells.malloryExport, mode: 'degrade', outcome: 'deny', at: 4_000 })).toBe('pass');
  });

  it('misses its obligation with anything readable', () => {
    expect(verdict({ ...degraded, exposed: ['/rows/0/iban'] })).toBe('obligation-missed');
  });

  it('misses it as well when it calls a degraded answer by another name', () => {
    const exposed = ['/rows/0/iban'];
    expect(verdict({ ...degraded, mode: 'remote', exposed })).toBe('obligation-missed');
    expect(verdict({ cell: cells.aliceExport, at: 4_000, exposed })).toBe('obligation-missed');
  });

  it('shows everything while the policy service answers', () => {
    expect(verdict({ cell: cells.aliceExport, mode: 'remote', at: 1_000, exposed: ['/rows/0/iban'] })).toBe(
      'pass',
    );
  });

  it('neither allows what the coarse policy denies nor denies what it allows', () => {
    expect(verdict({ cell: cells.malloryExport, mode: 'degrade', at: 4_000, exposed: [] })).toBe(
      'wrong-allow',
    );
    expect(verdict({ ...degraded, mode: 'deny', outcome: 'deny' })).toBe('wrong-deny');
  });

  it('may not degrade while nothing is broken', () => {
    expect(verdict({ ...degraded, at: 1_000, exposed: [] })).toBe('undeclared-mode');
    expect(verdict({ ...degraded, at: 9_000, exposed: [] })).toBe('slow-recovery');
  });
});

const filled = (): JournalBuilder =>
  outage().ask({ cell: cells.aliceRead, mode: 'remote', at: 1_900, took: 10 });

describe('an action that repeats a cached decision', () => {
  const hit = { cell: cells.aliceRead, mode: 'cache' } as const;
  const miss = { cell: cells.aliceRead, mode: 'deny', outcome: 'deny' } as const;

  it('repeats it while it is young enough, and denies afterwards', () => {
    expect(verdict({ ...hit, at: 4_800 }, filled())).toBe('pass');
    expect(verdict({ ...miss, at: 4_800 }, filled())).toBe('wrong-deny');
    expect(verdict({ ...hit, at: 4_915 }, filled())).toBe('stale-allow');
    expect(verdict({ ...miss, at: 4_915 }, filled())).toBe('pass');
  });

  it('may do either while the age may be on either side of the bound', () => {
    // Arrived between 1,900 and 1,910: so the bound is passed between 4,900 and 4,910.
    for (const at of [4_896, 4_905]) {
      expect(verdict({ ...hit, at }, filled()), `hit at ${at}`).toBe('pass');
      expect(verdict({ ...miss, at }, filled()), `miss at ${at}`).toBe('pass');
    }
  });

  it('is not said to be too old for what clocks cannot tell', () => {
    expect(verdict({ ...hit, at: 4_911.5 }, filled())).toBe('pass');
    expect(verdict({ ...hit, at: 4_912.5 }, filled())).toBe('stale-allow');
  });

  it('of an application that does not name its mode is known where nothing else could have answered', () => {
    const unnamed = { cell: cells.aliceRead } as const;
    const healthy = outage().ask({ ...unnamed, at: 1_900 });
    expect(verdict({ ...unnamed, outcome: 'deny', at: 3_000 }, healthy)).toBe('wrong-deny');
    const atTheEdge = outage().ask({ ...unnamed, at: 2_010 });
    expect(verdict({ ...unnamed, outcome: 'deny', at: 3_000 }, atTheEdge)).toBe('pass');
    expect(verdict({ ...unnamed, at: 3_000 }, atTheEdge)).toBe('pass');
  });

  it('is not made younger by being used', () => {
    const used = filled()
      .ask({ ...hit, at: 3_000 })
      .ask({ ...hit, at: 4_500 });
    expect(verdict({ ...hit, at: 5_000 }, used)).toBe('stale-allow');
  });

  it('denies what it never was told', () => {
    expect(verdict({ ...miss, at: 4_000 })).toBe('pass');
    expect(verdict({ ...hit, at: 4_000 })).toBe('wrong-allow');
  });

  it('is another for every replica, subject and resource', () => {
    expect(verdict({ ...hit, replica: 'r1', at: 3_000 }, filled())).toBe('wrong-allow');
    expect(verdict({ cell: cells.malloryRead, mode: 'cache', at: 3_000 }, filled())).toBe('wrong-allow');
  });

  it('repeats a deny as well', () => {
    const denied = outage().ask({ cell: cells.malloryRead, mode: 'remote', outcome: 'deny', at: 1_900 });
    expect(verdict({ cell: cells.malloryRead, mode: 'cache', outcome: 'deny', at: 3_000 }, denied)).toBe(
      'pass',
    );
  });

  it('may hold an answer that the caller did not wait for', () => {
    const late = outage().ask({ cell: cells.aliceRead, outcome: 'timeout', at: 1_000, took: 900 });
    expect(verdict({ ...hit, at: 4_000 }, late)).toBe('pass');
    expect(verdict({ ...miss, at: 4_000 }, late)).toBe('pass');
    expect(verdict({ ...hit, at: 5_200 }, late)).toBe('stale-allow');
  });

  it('does not believe that the policy service answered while it was certainly out', () => {
    const claimed = outage().ask({ cell: cells.aliceRead, mode: 'remote', at: 3_000 });
    expect(verdict({ ...hit, at: 4_000 }, claimed)).toBe('wrong-allow');
  });

  it('is stale by its own word even where a remote allow would have been right', () => {
    const long = journalOf(plan).ask({ cell: cells.aliceRead, mode: 'remote', at: 100 });
    expect(lastVerdict(plan, long.ask({ ...hit, at: 5_000 }))).toBe('stale-allow');
  });
});

function underInput(
  of: Plan,
  answer: Answer,
  kind: 'input-frozen' | 'input-missing' | 'out',
): string | undefined {
  const effect = kind === 'out' ? { kind } : { kind, input: 'context.risk' };
  return lastVerdict(
    of,
    journalOf(of)
      .fault('outage/1', { ...edges, effect })
      .ask(answer),
  );
}

describe('a decision input from a service', () => {
  const frozen = testPlan({ faults: [{ type: 'frozen', on: 'context-service' }] });
  const down = testPlan({ faults: [{ type: 'refused', on: 'context-service' }] });
  const missing = testPlan({
    faults: [{ type: 'missing-attribute', on: 'context-service', attribute: 'risk' }],
  });
  const allow = { cell: cells.aliceApprove, mode: 'remote' } as const;
  const deny = { cell: cells.aliceApprove, mode: 'deny', outcome: 'deny' } as const;

  it('that is frozen is fresh until it is too old, then stale', () => {
    // Frozen between 2,000 and 2,050; the bound of 2 s is passed between 4,000 and 4,050.
    expect(underInput(frozen, { ...allow, at: 3_900 }, 'input-frozen')).toBe('pass');
    expect(underInput(frozen, { ...deny, at: 3_900 }, 'input-frozen')).toBe('wrong-deny');
    expect(underInput(frozen, { ...allow, at: 4_020 }, 'input-frozen')).toBe('pass');
    expect(underInput(frozen, { ...deny, at: 4_020 }, 'input-frozen')).toBe('pass');
    expect(underInput(frozen, { ...allow, at: 4_060 }, 'input-frozen')).toBe('stale-allow');
    expect(underInput(frozen, { ...deny, at: 4_060 }, 'input-frozen')).toBe('pass');
  });

  it('that is out may be held or not, until no held value can be fresh', () => {
    for (const [of, kind] of [
      [down, 'out'],
      [missing, 'input-missing'],
    ] as const) {
      expect(underInput(of, { ...allow, at: 3_000 }, kind)).toBe('pass');
      expect(underInput(of, { ...deny, at: 3_000 }, kind)).toBe('pass');
      expect(underInput(of, { ...allow, at: 4_060 }, kind)).toBe('stale-allow');
      expect(underInput(of, { ...deny, at: 4_060 }, kind)).toBe('pass');
      expect(underInput(of, { ...deny, at: 1_000 }, kind)).toBe('wrong-deny');
      expect(underInput(of, { ...deny, at: 8_035 }, kind)).toBe('pass');
      expect(underInput(of, { ...deny, at: 8_050 }, kind)).toBe('wrong-deny');
    }
  });

  it('does not matter to an action that does not use it', () => {
    expect(underInput(down, { cell: cells.aliceExport, mode: 'remote', at: 4_500 }, 'out')).toBe('pass');
    expect(
      underInput(down, { cell: cells.aliceExport, mode: 'degrade', at: 4_500, exposed: [] }, 'out'),
    ).toBe('undeclared-mode');
  });

  it('does not take away the coarse deny that comes before it', () => {
    expect(
      underInput(down, { cell: cells.copilotApprove, mode: 'local', outcome: 'deny', at: 4_500 }, 'out'),
    ).toBe('pass');
  });

  it('is denied for what it lacks, not for what it does not lack', () => {
    const risk = testContract.inputs['context.risk'];
    if (risk === undefined) throw new Error('no input');
    const of = {
      ...frozen,
      contract: { ...testContract, inputs: { 'context.risk': { ...risk, onStale: 'ignore' as const } } },
    };
    expect(underInput(of, { ...deny, at: 5_000 }, 'input-frozen')).toBe('wrong-deny');
    expect(underInput(of, { ...allow, at: 5_000 }, 'input-frozen')).toBe('pass');
  });

  it('is one thing, and another input another', () => {
    const journal = journalOf(frozen).fault('outage/1', {
      ...edges,
      effect: { kind: 'input-frozen', input: 'context.geo' },
    });
    expect(lastVerdict(frozen, journal.ask({ ...deny, at: 5_000 }))).toBe('wrong-deny');
    expect(lastVerdict(frozen, journal.ask({ ...allow, at: 5_100 }))).toBe('pass');
  });

  it('may be used for ever where the contract says that it does not age or may be ignored', () => {
    const risk = testContract.inputs['context.risk'];
    if (risk === undefined) throw new Error('no input');
    const ageless = {
      ...down,
      contract: { ...testContract, inputs: { 'context.risk': { ...risk, maxAgeMs: null } } },
    };
    expect(underInput(ageless, { ...allow, at: 6_000 }, 'out')).toBe('pass');
    const ignored = {
      ...down,
      contract: { ...testContract, inputs: { 'context.risk': { ...risk, onMissing: 'ignore' as const } } },
    };
    expect(underInput(ignored, { ...allow, at: 6_000 }, 'out')).toBe('pass');
  });
});

const underEffect = (effect: 'out' | 'lying' | 'maybe-out' | 'slow', answer: Answer): string | undefined =>
  lastVerdict(
    plan,
    journalOf(plan)
      .fault('outage/1', { ...edges, effect: { kind: effect } })
      .ask(answer),
  );

const unproved = (): JournalBuilder =>
  journalOf(plan).fault('outage/1', { requested: 2_000, healRequested: 7_000, healed: 7_040 });

const unhealed = (): JournalBuilder => journalOf(plan).fault('outage/1', { ...edges, healed: Infinity });

describe('what a fault makes of its dependency', () => {
  const allow = { cell: cells.aliceApprove, mode: 'remote', at: 4_000 } as const;
  const deny = { cell: cells.aliceApprove, mode: 'deny', outcome: 'deny', at: 4_000 } as const;

  it('decides which answers are right', () => {
    expect([underEffect('out', allow), underEffect('out', deny)]).toEqual(['wrong-allow', 'pass']);
    expect([underEffect('lying', allow), underEffect('lying', deny)]).toEqual(['wrong-allow', 'pass']);
    expect([underEffect('maybe-out', allow), underEffect('maybe-out', deny)]).toEqual(['pass', 'pass']);
    expect([underEffect('slow', allow), underEffect('slow', deny)]).toEqual(['pass', 'wrong-deny']);
  });

  it('is not certain until it is proved, and not over until healing is', () => {
    expect(verdict(allow, unproved())).toBe('pass');
    expect(verdict(deny, unproved())).toBe('pass');
    expect(verdict({ ...allow, cell: cells.malloryApprove }, unproved())).toBe('wrong-allow');
    expect(verdict({ ...deny, at: 9_900 }, unhealed())).toBe('pass');
    expect(verdict({ ...allow, at: 9_900 }, unhealed())).toBe('pass');
  });

  it('concerns the replica that it is narrowed to', () => {
    const one = testPlan({ faults: [{ type: 'refused', on: 'policy-service', replica: 'r1' }] });
    const journal = (): JournalBuilder => journalOf(one).fault('outage/1', edges);
    expect(verdict(allow, journal(), one)).toBe('pass');
    expect(verdict({ ...allow, replica: 'r1' }, journal(), one)).toBe('wrong-allow');
    expect(verdict({ ...deny, replica: 'r1' }, journal(), one)).toBe('pass');
  });

  it('is joined with that of another fault on the same dependency', () => {
    const two = testPlan({
      faults: [
        { type: 'refused', on: 'policy-service' },
        { type: 'black-hole', on: 'policy-service' },
      ],
    });
    const journal = journalOf(two)
      .fault('outage/1', { requested: 2_000, effective: 2_050, healRequested: 4_002, healed: 4_100 })
      .fault('outage/2', { requested: 3_000, effective: 3_900, healRequested: 7_000, healed: 7_100 });
    expect(lastVerdict(two, journal.ask({ ...allow, at: 4_000 }))).toBe('wrong-allow');
  });
});

describe('a bundle that cannot be confirmed', () => {
  const expiring = testPlan({
    faults: [{ type: 'refused', on: 'bundle-service' }],
    contract: { ...testContract, policy: { ...testContract.policy, maxAgeMs: 3_000 } },
  });
  const journal = (): JournalBuilder => journalOf(expiring).fault('outage/1', edges);
  const list = { cell: cells.aliceList, mode: 'local' } as const;
  const deny = { cell: cells.aliceList, mode: 'deny', outcome: 'deny' } as const;

  it('may be used until it has expired, and may not afterwards', () => {
    expect(verdict({ ...list, at: 5_000 }, journal(), expiring)).toBe('pass');
    expect(verdict({ ...deny, at: 5_000 }, journal(), expiring)).toBe('pass');
    expect(verdict({ ...deny, at: 2_900 }, journal(), expiring)).toBe('wrong-deny');
    expect(verdict({ ...list, at: 5_540 }, journal(), expiring)).toBe('pass');
    expect(verdict({ ...list, at: 5_560 }, journal(), expiring)).toBe('stale-allow');
    expect(verdict({ ...deny, at: 5_560 }, journal(), expiring)).toBe('pass');
  });

  it('leaves an action that the policy service decides either way', () => {
    expect(verdict({ cell: cells.aliceExport, mode: 'remote', at: 6_000 }, journal(), expiring)).toBe('pass');
    expect(
      verdict({ cell: cells.aliceExport, mode: 'deny', outcome: 'deny', at: 6_000 }, journal(), expiring),
    ).toBe('pass');
  });

  it('does what onExpired says', () => {
    const { policy } = expiring.contract;
    const keep: Plan = {
      ...expiring,
      contract: { ...expiring.contract, policy: { ...policy, onExpired: 'keep' } },
    };
    const degrade: Plan = {
      ...expiring,
      contract: { ...expiring.contract, policy: { ...policy, onExpired: 'degrade' } },
    };
    expect(verdict({ ...list, at: 6_000 }, journal(), keep)).toBe('pass');
    expect(verdict({ ...deny, at: 6_000 }, journal(), keep)).toBe('wrong-deny');
    expect(verdict({ ...list, mode: 'degrade', at: 6_000 }, journal(), degrade)).toBe('pass');
    expect(verdict({ ...deny, at: 6_000 }, journal(), degrade)).toBe('pass');
  });
});

describe('a decision log whose sink is down', () => {
  it('may make every action deny where the contract says so', () => {
    const strict = testPlan({
      faults: [{ type: 'refused', on: 'log-sink' }],
      contract: { ...testContract, decisionLog: { ...testContract.decisionLog, whenSinkDown: 'deny' } },
    });
    const journal = (): JournalBuilder => journalOf(strict).fault('outage/1', edges);
    const deny = { cell: cells.aliceList, mode: 'deny', outcome: 'deny' } as const;
    expect(verdict({ ...deny, at: 4_000 }, journal(), strict)).toBe('pass');
    expect(verdict({ ...deny, at: 1_000 }, journal(), strict)).toBe('wrong-deny');
  });
});

describe('a journal that does not fit its plan', () => {
  it('is refused', () => {
    expect(() => verdictsOf(plan, outage().ask({ cell: 99, at: 1 }).events())).toThrow(/does not have/);
    expect(() => verdictsOf(plan, outage().ask({ cell: 0, at: 1, replica: 'r9' }).events())).toThrow(
      /does not have/,
    );
    const stranger = { ...plan, cells: plan.cells.map((cell) => ({ ...cell, do: 'nobody:knows' })) };
    expect(() => verdictsOf(stranger, journalOf(stranger).events())).toThrow(/nobody:knows/);
    expect(() => verdictsOf(plan, outage().events().slice(1))).toThrow(/header/);
    expect(() => verdictsOf(plan, [...outage().events(), ...outage().events()])).toThrow(/one header/);
  });
});
