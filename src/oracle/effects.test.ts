import { describe, expect, it } from 'vitest';
import type { FaultEffect, FaultSpec } from '../model/fault.ts';
import type { Plan } from '../plan/plan.ts';
import { journalOf } from './testing/journal-builder.ts';
import type { Answer, JournalBuilder } from './testing/journal-builder.ts';
import { lastVerdict } from './testing/judged.ts';
import { cells, testContract, testPlan } from './testing/test-plan.ts';

const edges = { requested: 2_000, effective: 2_050, healRequested: 7_000, healed: 7_040 };
const approve = { cell: cells.aliceApprove, mode: 'remote' } as const;
const deny = { cell: cells.aliceApprove, mode: 'deny', outcome: 'deny' } as const;

/** The verdict on one answer under one fault. */
function under(spec: FaultSpec, effect: FaultEffect, parts: Partial<Plan> = {}) {
  const plan: Plan = { ...testPlan({ faults: [spec] }), ...parts };
  const journal = (): JournalBuilder => journalOf(plan).fault('outage/1', { ...edges, effect });
  return (answer: Answer): string | undefined => lastVerdict(plan, journal().ask(answer));
}

describe('an interruption', () => {
  const verdict = under({ type: 'credential-rotated', on: 'policy-service' }, { kind: 'interrupted' });

  it('may be felt for a moment, and not for as long as the fault is there', () => {
    expect(verdict({ ...approve, at: 2_100 })).toBe('pass');
    expect(verdict({ ...deny, at: 4_040 })).toBe('pass');
    expect(verdict({ ...deny, at: 4_060 })).toBe('wrong-deny');
    expect(verdict({ ...deny, cell: cells.malloryApprove, at: 4_060 })).toBe('slow-recovery');
  });
});

const replayed = (ageMs: number): ReturnType<typeof under> =>
  under(
    { type: 'replayed', on: 'context-service', ageMs },
    { kind: 'input-stale', input: 'context.risk', ageMs },
  );

describe('an input that is replayed', () => {
  it('beyond its bound is stale at once, and usable only while an older one is held', () => {
    expect(replayed(9_000)({ ...deny, at: 2_100 })).toBe('pass');
    expect(replayed(9_000)({ ...approve, at: 4_040 })).toBe('pass');
    expect(replayed(9_000)({ ...approve, at: 4_060 })).toBe('stale-allow');
  });

  it('within its bound is used', () => {
    expect(replayed(1_000)({ ...approve, at: 6_000 })).toBe('pass');
    expect(replayed(1_000)({ ...deny, at: 6_000 })).toBe('wrong-deny');
  });

  it('at the edge of its bound may be either', () => {
    expect(replayed(1_900)({ ...approve, at: 6_000 })).toBe('pass');
    expect(replayed(1_900)({ ...deny, at: 6_000 })).toBe('pass');
  });
});

describe('an input that is missing for one subject', () => {
  const spec: FaultSpec = { type: 'partial', on: 'context-service', subjects: ['bob'] };
  const verdict = under(spec, { kind: 'input-missing', input: 'context.risk', subjects: ['bob'] });

  it('is there for the others', () => {
    expect(verdict({ ...approve, at: 6_000 })).toBe('pass');
    expect(verdict({ ...deny, at: 6_000 })).toBe('wrong-deny');
  });
});

describe('an input that may be ignored', () => {
  const risk = testContract.inputs['context.risk'];
  if (risk === undefined) throw new Error('no risk');
  const inputs = { 'context.risk': { ...risk, onStale: 'ignore', onMissing: 'ignore' } } as const;
  const verdict = under(
    { type: 'missing-attribute', on: 'context-service', attribute: 'risk' },
    { kind: 'input-missing', input: 'context.risk' },
    { contract: { ...testContract, inputs } },
  );

  it('is no reason to deny, and what a policy says without it nobody knows', () => {
    expect(verdict({ ...approve, at: 6_000 })).toBe('pass');
    expect(verdict({ ...deny, at: 6_000 })).toBe('wrong-deny');
    expect(verdict({ ...approve, outcome: 'deny', at: 6_000 })).toBe('inconclusive');
    expect(verdict({ ...approve, cell: cells.malloryApprove, at: 6_000 })).toBe('inconclusive');
    expect(verdict({ ...approve, cell: cells.malloryApprove, at: 1_000 })).toBe('wrong-allow');
  });
});

const skewed = (skewMs: number): ReturnType<typeof under> =>
  under({ type: 'clock-skew', on: 'app', skewMs }, { kind: 'clock-skewed', skewMs });

describe('a clock that is wrong', () => {
  it('may make an input look stale, and nothing else', () => {
    expect(skewed(30_000)({ ...deny, at: 4_000 })).toBe('pass');
    expect(skewed(30_000)({ ...approve, at: 4_000 })).toBe('pass');
    expect(skewed(30_000)({ ...deny, cell: cells.aliceExport, at: 4_000 })).toBe('wrong-deny');
  });

  it('makes no cache entry younger', () => {
    const plan = testPlan({
      faults: [
        { type: 'refused', on: 'policy-service' },
        { type: 'clock-skew', on: 'app', skewMs: -30_000 },
      ],
    });
    const journal = journalOf(plan)
      .fault('outage/1', edges)
      .fault('outage/2', { ...edges, effect: { kind: 'clock-skewed', skewMs: -30_000 } })
      .ask({ cell: cells.aliceRead, mode: 'remote', at: 1_900 });
    expect(lastVerdict(plan, journal.ask({ cell: cells.aliceRead, mode: 'cache', at: 6_000 }))).toBe(
      'stale-allow',
    );
  });
});

describe('an application that must not decide without a record', () => {
  const contract = {
    ...testContract,
    normalWithinMs: 500,
    decisionLog: { ...testContract.decisionLog, whenSinkDown: 'deny' },
  } as const;
  const verdict = under({ type: 'refused', on: 'log-sink' }, { kind: 'out' }, { contract });
  const list = { cell: cells.aliceList, mode: 'local' } as const;

  it('denies once it must have noticed that the sink is gone, and may before', () => {
    expect(verdict({ ...list, mode: 'deny', outcome: 'deny', at: 1_000 })).toBe('wrong-deny');
    expect(verdict({ ...list, mode: 'deny', outcome: 'deny', at: 2_100 })).toBe('pass');
    expect(verdict({ ...list, at: 4_000 })).toBe('pass');
    expect(verdict({ ...list, at: 4_060 })).toBe('wrong-allow');
  });
});

describe('a replica that stands still', () => {
  const verdict = under({ type: 'paused', on: 'app', replica: 'r0' }, { kind: 'taken-away' });

  it('may be late, silent or on its fallback for what was under way', () => {
    expect(verdict({ ...approve, at: 1_990, took: 5_060 })).toBe('inconclusive');
    expect(verdict({ ...approve, at: 1_990, took: 900, outcome: 'timeout' })).toBe('inconclusive');
    expect(verdict({ ...deny, at: 7_100 })).toBe('pass');
    expect(verdict({ ...deny, at: 8_100 })).toBe('wrong-deny');
    expect(verdict({ ...approve, replica: 'r1', at: 4_000, took: 900, outcome: 'timeout' })).toBe(
      'no-decision',
    );
  });

  it('remembers what it had cached, unless it ended meanwhile', () => {
    const plan = testPlan({
      faults: [
        { type: 'paused', on: 'app', replica: 'r0' },
        { type: 'refused', on: 'policy-service' },
      ],
    });
    const out = { requested: 1_950, effective: 1_990, healRequested: 7_000, healed: 7_040 };
    const pause = { ...edges, healRequested: 4_000, healed: 4_040, effect: { kind: 'taken-away' } } as const;
    const read = { cell: cells.aliceRead, mode: 'remote' } as const;
    const paused = (): JournalBuilder =>
      journalOf(plan)
        .ask({ ...read, at: 1_900 })
        .fault('outage/2', out)
        .fault('outage/1', pause);
    const ended = (at: number): JournalBuilder =>
      paused()
        .process('r0', 'exited', at)
        .process('r0', 'started', at + 200);
    const cached = { ...read, mode: 'cache', at: 4_500 } as const;
    expect(lastVerdict(plan, paused().ask(cached))).toBe('pass');
    expect(lastVerdict(plan, ended(3_000).ask(cached))).toBe('wrong-allow');
    expect(lastVerdict(plan, ended(1_000).ask(cached))).toBe('pass');
  });
});
