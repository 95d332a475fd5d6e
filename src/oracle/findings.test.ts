import { beforeEach, describe, expect, it } from 'vitest';
import type { FaultSpec } from '../model/fault.ts';
import type { UnnumberedFinding } from '../model/judgement.ts';
import { journalOf } from './testing/journal-builder.ts';
import type { JournalBuilder } from './testing/journal-builder.ts';
import { judgementOf } from './testing/judged.ts';
import { badAllowTakenBack, cells, testPlan } from './testing/test-plan.ts';
import { declaredFallback, faultClause, faultTitle, formatCount, listed } from './wording.ts';

const plan = testPlan({ faults: [{ type: 'black-hole', on: 'policy-service' }] });
const edges = { requested: 2_000, effective: 2_050, healRequested: 7_000, healed: 7_040 };
const outage = (): JournalBuilder => journalOf(plan).fault('outage/1', edges);
const allow = { cell: cells.aliceApprove, mode: 'remote' } as const;
const deny = { cell: cells.aliceApprove, mode: 'deny', outcome: 'deny' } as const;
const findingsOf = (journal: JournalBuilder): readonly UnnumberedFinding[] =>
  judgementOf(plan, journal).findings;

const unlogged = (journal: JournalBuilder): UnnumberedFinding | undefined =>
  findingsOf(journal).find(({ violation }) => violation === 'unlogged');

describe('a finding', () => {
  let first: UnnumberedFinding | undefined;

  beforeEach(() => {
    [first] = findingsOf(
      outage()
        .askOften({ ...deny, at: 3_000 }, 7, 100)
        .askOften({ ...allow, at: 4_000 }, 2, 100)
        .ask({ ...allow, replica: 'r1', at: 5_000 }),
    );
  });

  it('says in a sentence what happened, and when', () => {
    expect(first?.headline).toBe(
      'While the policy service was black-holed, 3 of 10 payment:approve requests were allowed where deny was declared. First at +4.00 s.',
    );
    expect(first?.title).toBe('payment:approve was allowed while the policy service was black-holed');
  });

  it('says what was declared, and where', () => {
    expect(first?.declared).toEqual({
      text: 'payment:approve → deny',
      file: 'fixtures/ledger/contract.yaml',
      line: 71,
    });
  });

  it('says what was seen', () => {
    expect(first?.seen).toEqual({
      text: '3 of 10 allowed with mode remote on replicas r0 and r1, from +4.00 s to +5.00 s.',
      count: 3,
      of: 10,
      first: 4_000,
      last: 5_005,
      replicas: ['r0', 'r1'],
      decisions: ['d-8', 'd-9', 'd-10'],
    });
  });

  it('says where it belongs, why it matters, what to change and how to see it again', () => {
    expect(first).toMatchObject({
      fingerprint: 'wrong-allow/payment:approve/black-hole policy-service',
      check: 'no-wrong-allow',
      severity: 'critical',
      phase: 'outage',
      fault: 'black-hole policy-service',
      reproduce: 'authz-drill run scenarios/test.yaml --seed 1',
    });
    expect(first?.why).not.toBe('');
    expect(first?.fix).not.toBe('');
  });

  it('names three decisions at most', () => {
    const many = findingsOf(outage().askOften({ ...allow, at: 4_000 }, 9, 100));
    expect(many[0]?.seen.decisions).toEqual(['d-1', 'd-2', 'd-3']);
  });
});

describe('findings', () => {
  it('are one for each way of breaking the contract, action and fault, the most severe first', () => {
    const found = findingsOf(
      outage()
        .ask({ ...deny, at: 9_000 })
        .ask({ cell: cells.aliceList, mode: 'local', at: 4_000, took: 700 })
        .ask({ ...allow, at: 4_000 })
        .ask({ ...allow, at: 4_100 })
        .ask({ ...deny, at: 1_000 }),
    );
    expect(found.map(({ fingerprint, seen }) => [fingerprint, seen.count])).toEqual([
      ['wrong-allow/payment:approve/black-hole policy-service', 2],
      ['wrong-deny/payment:approve/black-hole policy-service', 1],
      ['wrong-deny/payment:approve/no fault', 1],
      ['late/invoice:list/black-hole policy-service', 1],
    ]);
  });

  it.each([
    [{ ...deny, at: 1_000 }, 'while nothing was broken', '1 of 1 denied with mode deny'],
    [{ ...deny, at: 9_000 }, 'after the policy service had healed', '1 of 1 denied with mode deny'],
    [
      { cell: 0, mode: 'local', at: 4_000, took: 812 },
      'while the policy service was black-holed',
      'late, the slowest after 812 ms',
    ],
    [
      { cell: 0, outcome: 'error', error: 'ECONNRESET', at: 1_000 },
      'while nothing was broken',
      'without a decision (ECONNRESET)',
    ],
    [
      { cell: cells.aliceExport, mode: 'degrade', at: 1_000, exposed: [] },
      'while nothing was broken',
      'decided with mode degrade',
    ],
    [
      { cell: cells.aliceExport, mode: 'degrade', at: 4_000, exposed: ['/rows/0/iban'] },
      'black-holed',
      'showed /rows/0/iban',
    ],
  ] as const)('of %o tell it in plain words', (answer, circumstance, seen) => {
    const [found] = findingsOf(outage().ask(answer));
    expect(found?.title).toContain(circumstance);
    expect(found?.seen.text).toContain(seen);
  });

  it('about the log say what the record says', () => {
    const list = { cell: cells.aliceList, mode: 'local', at: 1_000 } as const;
    const [lost] = findingsOf(
      outage()
        .ask({ ...list, record: null })
        .ask(list),
    );
    expect(lost?.headline).toBe(
      '1 of 2 invoice:list requests are missing from the decision log. First at +1.00 s.',
    );
    expect(lost?.declared).toMatchObject({ text: 'sink down → buffer, at most 0 records lost', line: 33 });
    const [other] = findingsOf(outage().ask({ ...list, record: { outcome: 'deny' } }));
    expect(other?.seen.text).toContain('recorded otherwise (outcome deny where the caller got allow)');
  });

  it('about a stale input cite the input, with how old it was by the application’s own account', () => {
    const frozen = testPlan({ faults: [{ type: 'frozen', on: 'context-service' }] });
    const journal = journalOf(frozen).fault('outage/1', {
      ...edges,
      effect: { kind: 'input-frozen', input: 'context.risk' },
    });
    const [stale] = judgementOf(frozen, journal.ask({ ...allow, at: 5_000, ageMs: 2_950 })).findings;
    expect(stale?.declared).toMatchObject({
      text: 'context.risk at most 2 s old, stale → deny, missing → deny',
      line: 25,
    });
    expect(stale?.seen.text).toContain('allowed with mode remote, up to 2.95 s old by its own account,');
  });

  it('about a wrong policy say which one', () => {
    const changing = testPlan({ changes: badAllowTakenBack });
    const journal = journalOf(changing)
      .change('outage/publish-1', 'ordered', 2_000)
      .change('outage/publish-1', 'served', 2_030, 2);
    const [wrong] = judgementOf(
      changing,
      journal.ask({ cell: cells.malloryExport, mode: 'remote', revision: 2, at: 3_000 }),
    ).findings;
    expect(wrong?.title).toBe('report:export was allowed under the policy bad-allow');
    expect(wrong?.seen.text).toContain('under policy revision 2');
  });
});

describe('words', () => {
  const specs: readonly (readonly [FaultSpec, string, string])[] = [
    [{ type: 'refused', on: 'log-sink' }, 'log sink refused', 'the log sink refused connections'],
    [
      { type: 'latency', on: 'policy-service', latencyMs: 600, jitterMs: 0 },
      'policy service slow',
      'the policy service was 600 ms slower',
    ],
    [
      { type: 'status', on: 'policy-service', status: 500 },
      'policy service answers 500',
      'the policy service answered 500',
    ],
    [
      { type: 'missing-attribute', on: 'context-service', attribute: 'risk' },
      'context service leaves out risk',
      'the context service left out risk',
    ],
    [
      { type: 'reset', on: 'bundle-service' },
      'bundle service reset mid-answer',
      'the bundle service reset its answers',
    ],
  ];
  it.each(specs)('for %o', (spec, title, clause) => {
    expect(faultTitle(spec)).toBe(title);
    expect(faultClause(spec)).toBe(clause);
  });

  it('for what is declared', () => {
    const declared = Object.values(plan.contract.actions).map(declaredFallback);
    expect(declared).toEqual(['local', 'cache 3 s → deny', 'degrade, redact', 'deny']);
  });

  it('for counts and lists', () => {
    expect([1, 999, 2_310, 1_234_567].map(formatCount)).toEqual(['1', '999', '2,310', '1,234,567']);
    expect([listed([]), listed(['a']), listed(['a', 'b']), listed(['a', 'b', 'c'])]).toEqual([
      '',
      'a',
      'a and b',
      'a, b and c',
    ]);
  });
});

describe('a lost record', () => {
  const lost = { ...deny, record: null } as const;

  it('is the fault’s where every lost decision was made under it', () => {
    const found = unlogged(
      outage()
        .ask({ ...allow, at: 1_000 })
        .askOften({ ...lost, at: 3_000 }, 3, 100),
    );
    expect(found).toMatchObject({ fault: 'black-hole policy-service', seen: { count: 3, of: 3 } });
    expect(found?.title).toBe(
      'payment:approve is missing from the decision log while the policy service was black-holed',
    );
  });

  it('is nobody’s where others are lost as well', () => {
    const found = unlogged(
      outage()
        .ask({ ...allow, record: null, at: 1_000 })
        .askOften({ ...lost, at: 3_000 }, 3, 100),
    );
    expect(found).toMatchObject({ fault: null, seen: { count: 4, of: 4 } });
    expect(found?.title).toBe('payment:approve is missing from the decision log');
  });
});
