import { describe, expect, it } from 'vitest';
import type { JournalEvent } from '../model/event.ts';
import type { Evidence } from '../model/result.ts';
import { journalOf } from './testing/journal-builder.ts';
import type { FaultTimes, JournalBuilder } from './testing/journal-builder.ts';
import { judgementOf } from './testing/judged.ts';
import { badAllowTakenBack, testPlan } from './testing/test-plan.ts';

const full = testPlan({ faults: [{ type: 'refused', on: 'policy-service' }] });
const plan = { ...full, cells: full.cells.slice(0, 1) };
const edges: FaultTimes = { requested: 2_000, effective: 2_030, healRequested: 7_000, healed: 7_040 };
const list = { cell: 0, mode: 'local' } as const;
const drill = (times: FaultTimes = edges): JournalBuilder =>
  journalOf(plan)
    .fault('outage/1', times)
    .askOften({ ...list, at: 3_000 }, 20, 100);
const evidenceOf = (journal: JournalBuilder, of = plan): Evidence =>
  judgementOf(of, journal).scenario.evidence;

const end = (reason: 'interrupted' | 'failed' | 'not-steady', note?: string): JournalEvent => ({
  type: 'end',
  t: 13_000,
  reason,
  requested: 1,
  achieved: 1,
  ...(note === undefined ? {} : { note }),
});

describe('the evidence', () => {
  it('is whole when everything was proved', () => {
    const journal = drill()
      .stall(3_000, 3_120)
      .add({ type: 'process', t: 0, name: 'r0', edge: 'started', pid: 7, expected: true })
      .add({ type: 'end', t: 13_000, reason: 'completed', requested: 21, achieved: 20 });
    expect(evidenceOf(journal)).toEqual({
      steady: true,
      faultsRequested: 1,
      faultsProved: 1,
      faultsHealed: 1,
      requestsAsked: 21,
      requestsSent: 20,
      stalls: 1,
      longestStallMs: 120,
      logRecords: 20,
      logMatched: 20,
      logExpected: 20,
      cleanedUp: true,
      processes: 1,
      faultsLeft: 0,
      clockUncertaintyMs: 40,
      journalSha256: '0'.repeat(64),
      budgetMs: 500,
      outcomes: { allow: 20, deny: 0, error: 0, timeout: 0, malformed: 0 },
      missing: [],
    });
  });

  const { effective: _e, ...unproved } = edges;
  const { healed: _h, ...unhealed } = edges;

  it.each<readonly [string, JournalBuilder]>([
    ['The run ended early: interrupted.', drill().add(end('interrupted'))],
    ['The run ended early: not-steady (a, and 2 more).', drill().add(end('not-steady', 'a; b; c'))],
    ['The run ended early: failed (r0 died).', drill().add(end('failed', 'r0 died'))],
    [
      'r0 ended although nobody asked it to (code 1).',
      drill().add({
        type: 'process',
        t: 9_000,
        name: 'r0',
        edge: 'exited',
        pid: 1,
        code: 1,
        expected: false,
      }),
    ],
    [
      'fault-proxy ended although nobody asked it to (SIGKILL).',
      drill().add({
        type: 'process',
        t: 9_000,
        name: 'fault-proxy',
        edge: 'exited',
        pid: 1,
        code: null,
        signal: 'SIGKILL',
        expected: false,
      }),
    ],
    [
      'Cleanup did not succeed: heal outage/1.',
      drill().add({ type: 'cleanup', t: 12_000, step: 'heal outage/1', ok: false }),
    ],
    [
      'The steady state was not reached in the phase steady.',
      drill().add({ type: 'gate', t: 2_000, phase: 'steady', steady: false, reasons: [] }),
    ],
    [
      '“policy service refused” was never injected.',
      journalOf(plan).askOften({ ...list, at: 3_000 }, 20, 100),
    ],
    ['“policy service refused” was never proved to take effect.', drill(unproved)],
    ['“policy service refused” was never proved to be healed.', drill(unhealed)],
    [
      'invoice:list as alice on ledger/main has 19 judged answers under “policy service refused”, 20 are needed.',
      journalOf(plan)
        .fault('outage/1', edges)
        .askOften({ ...list, at: 3_000 }, 19, 100),
    ],
  ])('says what is missing: %s', (sentence, journal) => {
    expect(evidenceOf(journal).missing).toContain(sentence);
    expect(judgementOf(plan, journal).scenario.verdict).toBe('inconclusive');
  });

  it('says that a journal breaks off, and that nothing was cleaned up', () => {
    const whole = drill().events();
    const torn = journalOf(plan).add(...whole.filter((event) => event.type === 'observation'));
    const events = [...torn.events()].filter((event) => event.type !== 'end' && event.type !== 'cleanup');
    const builder = { ...torn, events: () => events };
    expect(evidenceOf(builder)).toMatchObject({ cleanedUp: false, requestsSent: 20 });
    expect(evidenceOf(builder).missing).toEqual(
      expect.arrayContaining([
        'The journal breaks off before its end.',
        'Nothing says that the environment was cleaned up.',
      ]),
    );
  });

  it('needs a steady phase before a fault', () => {
    const hasty = { ...plan, phases: plan.phases.map((phase) => ({ ...phase, steady: false })) };
    const journal = journalOf(hasty)
      .fault('outage/1', edges)
      .askOften({ ...list, at: 3_000 }, 20, 100);
    expect(evidenceOf(journal, hasty).missing).toEqual([
      'No steady phase shows that all was well before the faults.',
    ]);
  });

  it('without a fault needs the samples of every cell, and every policy change served', () => {
    const changing = { ...testPlan({ changes: badAllowTakenBack }), cells: plan.cells };
    const journal = journalOf(changing)
      .change('outage/publish-1', 'ordered', 2_000)
      .change('outage/publish-1', 'failed', 2_100)
      .askOften({ ...list, at: 3_000 }, 19, 100);
    expect(evidenceOf(journal, changing).missing).toEqual([
      'The policy bad-allow was never served.',
      'The rollback was never served.',
      'invoice:list as alice on ledger/main has 19 judged answers, 20 are needed.',
    ]);
  });

  it('names the policy service where it was not ours', () => {
    const journal = drill();
    const [header, ...rest] = journal.events();
    if (header?.type !== 'header') throw new Error('a journal begins with its header');
    const withOpa = { ...journal, events: () => [{ ...header, policyService: 'opa 1.9.0' }, ...rest] };
    expect(evidenceOf(withOpa).policyService).toBe('opa 1.9.0');
    expect(evidenceOf(journal)).not.toHaveProperty('policyService');
    const byCasbin = { ...journal, events: () => [{ ...header, engine: 'casbin 5.51.1' }, ...rest] };
    expect(evidenceOf(byCasbin).engine).toBe('casbin 5.51.1');
    expect(evidenceOf(journal)).not.toHaveProperty('engine');
  });

  it('missing does not hide a violation', () => {
    const journal = drill()
      .ask({ ...list, mode: 'deny', outcome: 'deny', at: 4_000 })
      .add(end('interrupted'));
    expect(judgementOf(plan, journal).scenario.verdict).toBe('fail');
  });
});
