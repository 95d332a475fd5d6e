import { describe, expect, it } from 'vitest';
import type { Plan } from '../plan/plan.ts';
import { journalFacts } from './journal-facts.ts';
import { logJudge } from './judge-log.ts';
import type { LogJudgement } from './judge-log.ts';
import { judgeObservation } from './judge-observation.ts';
import { scenarioWorld } from './scenario-world.ts';
import { journalOf } from './testing/journal-builder.ts';
import type { Answer, JournalBuilder } from './testing/journal-builder.ts';
import { cells, testContract, testPlan } from './testing/test-plan.ts';

const plan = testPlan({ faults: [{ type: 'refused', on: 'log-sink' }] });
const list = { cell: cells.aliceList, mode: 'local', at: 1_000 } as const;

function judge(journal: JournalBuilder, of: Plan = plan): LogJudgement {
  const facts = journalFacts(journal.events());
  const world = scenarioWorld(of, facts);
  const log = logJudge(of, world, facts);
  for (let nth = 0; nth < facts.observations.length; nth += 1)
    log.note(judgeObservation(world, facts.observations.at(nth)), facts.observations.rowOf(nth));
  return log.result();
}

function details(answer: Answer): readonly string[] {
  return judge(journalOf(plan).ask(answer)).misrecorded.flatMap((one) => one.details);
}

describe('a decision and its record', () => {
  it('match when everything agrees', () => {
    const log = judge(journalOf(plan).ask(list));
    expect(log).toMatchObject({
      records: 1,
      expected: 1,
      matched: 1,
      unlogged: 0,
      misrecorded: [],
      unsure: 0,
    });
  });

  it('may come twice', () => {
    const builder = journalOf(plan).ask(list);
    const record = builder.events().find((event) => event.type === 'decision-log');
    if (record === undefined) throw new Error('no record');
    expect(judge(builder.add(record))).toMatchObject({ records: 2, matched: 1, misrecorded: [] });
  });

  it.each([
    [{ outcome: 'deny' }, 'outcome deny'],
    [{ mode: 'remote' }, 'mode remote'],
    [{ revision: 9 }, 'policy revision 9'],
    [{ subject: 'bob' }, 'subject bob'],
    [{ action: 'invoice:read' }, 'action invoice:read'],
    [{ resource: 'ledger/other' }, 'resource ledger/other'],
    [{ replica: 'r1' }, 'replica r1'],
  ] as const)('disagree with %o', (record, detail) => {
    expect(details({ ...list, record })[0]).toMatch(new RegExp(`^${detail} where the caller got `));
  });

  it('disagree when an input that it rested on is not recorded', () => {
    expect(details({ ...list, record: { inputs: [] } })).toEqual(['no subject.roles']);
    const approve = { cell: cells.aliceApprove, at: 1_000, record: { inputs: ['subject.roles'] } } as const;
    expect(details({ ...approve, mode: 'remote' })).toEqual(['no context.risk']);
    // Before the risk was asked for, or for want of it.
    expect(details({ ...approve, cell: cells.copilotApprove, mode: 'local', outcome: 'deny' })).toEqual([]);
    expect(details({ ...approve, mode: 'deny', outcome: 'deny' })).toEqual([]);
  });

  it('need no input that the contract lets a decision do without', () => {
    const risk = testContract.inputs['context.risk'];
    if (risk === undefined) throw new Error('no input');
    const inputs = { ...testContract.inputs, 'context.risk': { ...risk, onStale: 'ignore' as const } };
    const lenient = { ...plan, contract: { ...testContract, inputs } };
    const record = { inputs: ['subject.roles'] };
    const approve = { cell: cells.aliceApprove, mode: 'remote', at: 1_000, record } as const;
    expect(judge(journalOf(lenient).ask(approve), lenient).misrecorded).toEqual([]);
  });

  it('need no inputs where the contract does not ask for them', () => {
    const silent = {
      ...plan,
      contract: { ...testContract, decisionLog: { ...testContract.decisionLog, records: [] } },
    };
    expect(judge(journalOf(silent).ask({ ...list, record: { inputs: [] } }), silent).misrecorded).toEqual([]);
  });

  it('cannot be compared on a mode that the application does not say', () => {
    const { mode: _, ...nameless } = list;
    expect(details({ ...nameless, record: { mode: 'cache' } })).toEqual([]);
  });
});

describe('a decision without a record', () => {
  const unlogged: Answer = { ...list, record: null };

  it('is unlogged', () => {
    expect(judge(journalOf(plan).ask(unlogged))).toMatchObject({
      expected: 1,
      matched: 0,
      unlogged: 1,
      unsure: 0,
    });
  });

  it('cannot be looked up without an id', () => {
    const builder = journalOf(plan).add({
      type: 'observation',
      id: 1,
      cell: cells.aliceList,
      replica: 'r0',
      intended: 1,
      sent: 1,
      received: 2,
      outcome: 'allow',
      mode: 'local',
    });
    expect(judge(builder)).toMatchObject({ expected: 0, nameless: 1, unlogged: 0 });
  });

  it('is not expected where there was no decision', () => {
    expect(judge(journalOf(plan).ask({ cell: 0, at: 1, outcome: 'timeout' }))).toMatchObject({
      expected: 0,
      nameless: 0,
    });
  });

  it.each([
    [
      'the run was cut short',
      (j: JournalBuilder) =>
        j.add({ type: 'end', t: 5_000, reason: 'interrupted', requested: 1, achieved: 1 }),
    ],
    [
      'the sink was not proved healed',
      (j: JournalBuilder) => j.fault('outage/1', { requested: 2_000, effective: 2_050 }),
    ],
    [
      'the sink has only just healed',
      (j: JournalBuilder) =>
        j.fault('outage/1', { requested: 2_000, effective: 2_050, healRequested: 11_000, healed: 11_500 }),
    ],
    [
      'the sink had not been back for long when everything was taken away',
      (j: JournalBuilder) =>
        j
          .fault('outage/1', { requested: 2_000, effective: 2_050, healRequested: 9_400, healed: 9_500 })
          .add({ type: 'cleanup', t: 11_000, step: 'stop', ok: true })
          .add({ type: 'end', t: 14_000, reason: 'completed', requested: 1, achieved: 1 }),
    ],
    ['the drain was starved', (j: JournalBuilder) => j.stall(10_500, 12_000)],
    [
      'the replica had died',
      (j: JournalBuilder) =>
        j.add({ type: 'process', t: 3_000, name: 'r0', edge: 'exited', pid: 1, expected: false }),
    ],
    [
      'the sink had died',
      (j: JournalBuilder) =>
        j.add({ type: 'process', t: 3_000, name: 'log-sink', edge: 'exited', pid: 1, expected: false }),
    ],
  ])('proves nothing where %s', (_why, spoil) => {
    const log = judge(spoil(journalOf(plan).ask(unlogged)));
    expect(log.unlogged).toBe(0);
    expect(log.unsure).toBe(1);
  });

  it('is missing whatever stalls there were before the last answer', () => {
    const journal = journalOf(plan)
      .stall(1_500, 3_500)
      .ask(unlogged)
      .ask({ ...list, at: 9_000 });
    expect(judge(journal).unlogged).toBe(1);
  });

  it('is still missing once the sink has been back for long enough', () => {
    const journal = journalOf(plan).fault('outage/1', {
      requested: 2_000,
      effective: 2_050,
      healRequested: 7_000,
      healed: 7_050,
    });
    expect(judge(journal.ask({ ...unlogged, at: 4_000 })).unlogged).toBe(1);
  });

  it('may be dropped while the sink is down where the contract says so', () => {
    const dropping = {
      ...plan,
      contract: {
        ...testContract,
        decisionLog: { ...testContract.decisionLog, whenSinkDown: 'drop' as const },
      },
    };
    const journal = (): JournalBuilder =>
      journalOf(dropping).fault('outage/1', {
        requested: 4_000,
        effective: 4_050,
        healRequested: 7_000,
        healed: 7_050,
      });
    expect(judge(journal().ask({ ...unlogged, at: 5_000 }), dropping)).toMatchObject({
      dropped: 1,
      unlogged: 0,
      unsure: 0,
    });
    expect(judge(journal().ask({ ...unlogged, at: 3_500 }), dropping)).toMatchObject({
      dropped: 1,
      unlogged: 0,
    });
    expect(judge(journal().ask({ ...unlogged, at: 1_000 }), dropping)).toMatchObject({
      dropped: 0,
      unlogged: 1,
    });
  });
});
