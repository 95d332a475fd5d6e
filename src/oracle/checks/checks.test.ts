import { describe, expect, it } from 'vitest';
import type { CheckOutcome, CheckResult } from '../../model/check.ts';
import type { Plan } from '../../plan/plan.ts';
import { journalOf } from '../testing/journal-builder.ts';
import type { FaultTimes, JournalBuilder } from '../testing/journal-builder.ts';
import { checkIn, judgementOf } from '../testing/judged.ts';
import { aliceRevoked } from '../testing/random-plan.ts';
import { badAllowTakenBack, cells, testContract, testPlan } from '../testing/test-plan.ts';
import { checks } from './registry.ts';

const plan = testPlan({ faults: [{ type: 'refused', on: 'policy-service' }] });
const edges = { requested: 2_000, effective: 2_050, healRequested: 7_000, healed: 7_040 };
const outage = (): JournalBuilder => journalOf(plan).fault('outage/1', edges);
const freezing = testPlan({ faults: [{ type: 'frozen', on: 'context-service' }] });
const withoutFault = testPlan();
const calm = (): JournalBuilder => journalOf(withoutFault);
const changing = testPlan({ changes: badAllowTakenBack });
const published = (): JournalBuilder =>
  journalOf(changing)
    .change('outage/publish-1', 'ordered', 2_000)
    .change('outage/publish-1', 'served', 2_030, 2);

const onlyMallory = plan.cells.filter((cell) => cell.as === 'mallory' && cell.do === 'invoice:read');
const denied = { ...plan, cells: onlyMallory };
const filledFor = (times: FaultTimes): JournalBuilder =>
  journalOf(plan)
    .fault('outage/1', times)
    .ask({ cell: cells.aliceRead, mode: 'remote', at: 1_900 })
    .ask({ cell: cells.aliceRead, mode: 'cache', at: 3_000 });
const list = { cell: cells.aliceList, mode: 'local', at: 1_000 } as const;
const filled = (): JournalBuilder => outage().ask({ cell: cells.aliceRead, mode: 'remote', at: 1_900 });
const degraded = { cell: cells.aliceExport, mode: 'degrade', at: 4_000 } as const;

const revoking = testPlan({ changes: [aliceRevoked] });
/** Served at 2,030, with 5 s until the last allow. */
const withdrawn = (): JournalBuilder =>
  journalOf(revoking)
    .change('outage/revoke-1', 'ordered', 2_000)
    .change('outage/revoke-1', 'served', 2_030, 2);
const asking = (): JournalBuilder =>
  calm().askOften({ cell: cells.aliceExport, mode: 'remote', at: 1_000 }, 21, 50);

/** For every check a journal in which it comes out as it should, for the reason it is there for. */
const cases: readonly (readonly [
  id: string,
  outcome: CheckOutcome,
  why: string,
  plan: Plan,
  journal: () => JournalBuilder,
])[] = [
  [
    'no-wrong-allow',
    'fail',
    'an allow in an outage',
    plan,
    () => outage().ask({ cell: cells.aliceApprove, mode: 'remote', at: 4_000 }),
  ],
  [
    'no-wrong-allow',
    'pass',
    'a deny in an outage',
    plan,
    () => outage().ask({ cell: cells.aliceApprove, mode: 'deny', outcome: 'deny', at: 4_000 }),
  ],
  ['no-wrong-allow', 'not-applicable', 'nothing asked', plan, outage],
  [
    'no-stale-allow',
    'fail',
    'a hit beyond its bound',
    plan,
    () => filled().ask({ cell: cells.aliceRead, mode: 'cache', at: 6_000 }),
  ],
  [
    'no-stale-allow',
    'pass',
    'a miss beyond the bound',
    plan,
    () => filled().ask({ cell: cells.aliceRead, mode: 'deny', outcome: 'deny', at: 6_000 }),
  ],
  ['no-stale-allow', 'not-applicable', 'no fault', withoutFault, () => calm().ask(list)],
  [
    'no-stale-allow',
    'inconclusive',
    'an outage that outlasts the bound, seen only before it',
    freezing,
    () =>
      journalOf(freezing)
        .fault('outage/1', { ...edges, effect: { kind: 'input-frozen', input: 'context.risk' } })
        .ask({ cell: cells.aliceApprove, mode: 'remote', at: 3_000 }),
  ],
  [
    'obligations-kept',
    'fail',
    'a field that is shown',
    plan,
    () => outage().ask({ ...degraded, exposed: ['/rows/0/iban'] }),
  ],
  [
    'no-stale-allow',
    'not-applicable',
    'an outage that outlasts the bound, with nobody who may be allowed',
    denied,
    () =>
      journalOf(denied).fault('outage/1', edges).ask({ cell: 0, mode: 'deny', outcome: 'deny', at: 6_000 }),
  ],
  [
    'no-stale-allow',
    'not-applicable',
    'an outage that is shorter than the bound',
    plan,
    () => filledFor({ ...edges, healRequested: 5_900, healed: 5_950 }),
  ],
  [
    'no-wrong-deny',
    'not-applicable',
    'only answers that may be either',
    plan,
    () => outage().ask({ cell: cells.aliceApprove, mode: 'remote', at: 2_010 }),
  ],
  ['obligations-kept', 'pass', 'nothing shown', plan, () => outage().ask({ ...degraded, exposed: [] })],
  ['obligations-kept', 'inconclusive', 'an answer nobody searched', plan, () => outage().ask(degraded)],
  ['obligations-kept', 'not-applicable', 'no degraded answer', plan, () => outage().ask(list)],
  [
    'no-wrong-deny',
    'fail',
    'a deny though the cache is valid',
    plan,
    () => filled().ask({ cell: cells.aliceRead, mode: 'deny', outcome: 'deny', at: 3_000 }),
  ],
  [
    'no-wrong-deny',
    'pass',
    'an allow from the cache',
    plan,
    () => filled().ask({ cell: cells.aliceRead, mode: 'cache', at: 3_000 }),
  ],
  [
    'no-wrong-deny',
    'not-applicable',
    'only denies are right',
    plan,
    () => outage().ask({ cell: cells.malloryApprove, mode: 'deny', outcome: 'deny', at: 4_000 }),
  ],
  [
    'no-wrong-deny',
    'inconclusive',
    'only a starved deny',
    withoutFault,
    () =>
      calm()
        .stall(8_900, 9_000)
        .ask({ cell: cells.aliceApprove, mode: 'deny', outcome: 'deny', took: 260, at: 9_000 }),
  ],
  [
    'decision-given',
    'fail',
    'a time-out',
    plan,
    () => outage().ask({ cell: cells.aliceList, outcome: 'timeout', at: 1_000 }),
  ],
  ['decision-given', 'pass', 'a decision', plan, () => outage().ask(list)],
  [
    'decision-given',
    'inconclusive',
    'only a starved time-out',
    plan,
    () => outage().stall(8_900, 9_000).ask({ cell: 0, outcome: 'timeout', at: 9_000 }),
  ],
  ['within-budget', 'fail', 'a late decision', plan, () => outage().ask({ ...list, took: 600 })],
  ['within-budget', 'pass', 'a decision in time', plan, () => outage().ask(list)],
  [
    'within-budget',
    'not-applicable',
    'no decision',
    plan,
    () => outage().ask({ cell: 0, outcome: 'error', at: 1_000 }),
  ],
  [
    'declared-mode',
    'fail',
    'degraded without need',
    withoutFault,
    () => calm().ask({ ...degraded, exposed: [] }),
  ],
  ['declared-mode', 'pass', 'degraded in an outage', plan, () => outage().ask({ ...degraded, exposed: [] })],
  ['declared-mode', 'not-applicable', 'no mode said', withoutFault, () => calm().ask({ cell: 0, at: 1_000 })],
  [
    'normal-after-healing',
    'fail',
    'degraded long after healing',
    plan,
    () => outage().ask({ ...degraded, at: 9_000, exposed: [] }),
  ],
  [
    'normal-after-healing',
    'pass',
    'remote after healing',
    plan,
    () => outage().ask({ cell: cells.aliceExport, mode: 'remote', at: 9_000 }),
  ],
  ['normal-after-healing', 'inconclusive', 'nothing asked after healing', plan, () => outage().ask(list)],
  ['normal-after-healing', 'not-applicable', 'nothing was broken', withoutFault, () => calm().ask(list)],
  [
    'replicas-agree',
    'fail',
    'back to an older revision',
    changing,
    () =>
      published()
        .ask({ ...list, revision: 2, at: 3_000 })
        .ask({ ...list, revision: 1, at: 3_100 }),
  ],
  [
    'replicas-agree',
    'pass',
    'never back',
    changing,
    () =>
      published()
        .ask({ ...list, revision: 1, at: 3_000 })
        .ask({ ...list, revision: 2, at: 3_100 }),
  ],
  ['replicas-agree', 'not-applicable', 'one policy only', plan, () => outage().ask(list)],
  [
    'no-residue',
    'not-applicable',
    'no revision named',
    changing,
    () => published().ask({ cell: 0, at: 1, outcome: 'error' }),
  ],
  [
    'log-complete',
    'fail',
    'a decision without a record',
    plan,
    () => outage().ask({ ...list, record: null }),
  ],
  ['log-complete', 'pass', 'a record for each', plan, () => outage().ask(list)],
  [
    'log-complete',
    'inconclusive',
    'a record that may be missing',
    plan,
    () =>
      outage()
        .ask(list)
        .ask({ ...list, record: null })
        .add({ type: 'end', t: 2_000, reason: 'interrupted', requested: 2, achieved: 2 }),
  ],
  [
    'log-complete',
    'not-applicable',
    'no ids',
    plan,
    () => outage().ask({ cell: 0, at: 1, outcome: 'error' }),
  ],
  [
    'log-accurate',
    'fail',
    'a record that disagrees',
    plan,
    () => outage().ask({ ...list, record: { outcome: 'deny' } }),
  ],
  ['log-accurate', 'pass', 'records that agree', plan, () => outage().ask(list)],
  [
    'log-accurate',
    'not-applicable',
    'no ids',
    plan,
    () => outage().ask({ cell: 0, at: 1, outcome: 'error' }),
  ],
  ['steady-as-declared', 'pass', 'an open gate', plan, outage],
  [
    'steady-as-declared',
    'inconclusive',
    'a shut gate',
    plan,
    () => outage().add({ type: 'gate', t: 2_000, phase: 'steady', steady: false, reasons: ['slow'] }),
  ],
  [
    'steady-as-declared',
    'inconclusive',
    'a gate never reached',
    plan,
    () => outage().add({ type: 'gate', t: 2_000, phase: 'other', steady: true, reasons: [] }),
  ],
  [
    'steady-as-declared',
    'not-applicable',
    'no gate planned',
    testPlan({ phases: [] }),
    () => journalOf(testPlan({ phases: [] })),
  ],
  ['evidence-whole', 'inconclusive', 'no samples', plan, outage],
  [
    'no-revoked-allow',
    'fail',
    'an allow beyond the bound',
    revoking,
    () => withdrawn().ask({ ...list, revision: 2, at: 7_100 }),
  ],
  [
    'no-revoked-allow',
    'pass',
    'a deny beyond the bound',
    revoking,
    () => withdrawn().ask({ ...list, outcome: 'deny', revision: 2, at: 7_100 }),
  ],
  [
    'no-revoked-allow',
    'inconclusive',
    'nothing asked beyond the bound',
    revoking,
    () => withdrawn().ask({ ...list, at: 4_000 }),
  ],
  ['no-revoked-allow', 'not-applicable', 'nothing withdrawn', withoutFault, () => calm().ask(list)],
  [
    'no-unverified-policy',
    'fail',
    'a revision that nobody published',
    changing,
    () => published().ask({ ...list, revision: 5, at: 3_000 }),
  ],
  [
    'no-unverified-policy',
    'pass',
    'a revision that was published',
    changing,
    () => published().ask({ ...list, revision: 2, at: 3_000 }),
  ],
  [
    'no-unverified-policy',
    'not-applicable',
    'no revisions named',
    changing,
    () => published().ask({ ...list, unnamed: true }),
  ],
  [
    'no-request-storm',
    'fail',
    'three requests for a decision',
    withoutFault,
    () => asking().traffic(900, 1_500, 30).traffic(1_490, 2_300, 33),
  ],
  [
    'no-request-storm',
    'pass',
    'one request for a decision',
    withoutFault,
    () => asking().traffic(900, 1_500, 10).traffic(1_490, 2_300, 11),
  ],
  ['no-request-storm', 'not-applicable', 'nobody counting', withoutFault, asking],
];

/** A failure was counted, a pass rests on something, and anything else says why in a sentence. */
function isAccountedFor({ outcome, judged, failed, note }: CheckResult): boolean {
  if (outcome === 'fail') return failed > 0;
  return outcome === 'pass' ? judged > 0 && failed === 0 : note?.endsWith('.') === true;
}

describe('each check', () => {
  it.each(cases)('%s: %s with %s', (id, outcome, _why, of, journal) => {
    const check = checkIn(judgementOf(of, journal()), id);
    expect(check.outcome).toBe(outcome);
    expect(isAccountedFor(check)).toBe(true);
    const explained = checks.find(({ info }) => info.id === id)?.explains;
    expect(check.violations).toEqual(outcome === 'fail' ? explained : []);
  });

  it('has whole evidence when nothing is missing', () => {
    const journal = calm();
    for (const [cell, planned] of withoutFault.cells.entries()) {
      const mode = planned.do === 'invoice:list' ? 'local' : 'remote';
      journal.askOften({ cell, mode, outcome: planned.expect, at: 100 }, 20, 50);
    }
    const judgement = judgementOf(withoutFault, journal);
    expect(checkIn(judgement, 'evidence-whole')).toMatchObject({ outcome: 'pass', note: null });
    expect(judgement.scenario.verdict).toBe('pass');
  });

  it('does not pass while too much of it was excused, and does not mind what came before the gate opened', () => {
    const late = { ...list, at: 8_000, took: 600 };
    const few = outage()
      .stall(7_900, 8_900)
      .askOften({ ...list, at: 4_000 }, 8, 100)
      .askOften(late, 2, 100);
    expect(checkIn(judgementOf(plan, few), 'within-budget')).toMatchObject({
      outcome: 'pass',
      judged: 8,
      inconclusive: 2,
    });
    const many = few.ask({ ...late, at: 8_300 });
    expect(checkIn(judgementOf(plan, many), 'within-budget')).toMatchObject({
      outcome: 'inconclusive',
      note: '3 of 11 answers could not be judged: too many to pass.',
    });
    const early = outage()
      .add({ type: 'gate', t: 2_000, phase: 'steady', steady: true, reasons: [] })
      .ask({ ...list, at: 4_000 })
      .askOften({ ...late, at: 200 }, 9, 100);
    expect(checkIn(judgementOf(plan, early), 'within-budget')).toMatchObject({
      outcome: 'pass',
      judged: 1,
      inconclusive: 0,
    });
  });

  it('accepts the loss that the contract accepts', () => {
    const lossy = {
      ...plan,
      contract: { ...testContract, decisionLog: { ...testContract.decisionLog, maxLoss: 1 } },
    };
    const journal = (): JournalBuilder =>
      journalOf(lossy)
        .fault('outage/1', edges)
        .ask(list)
        .ask({ ...list, record: null });
    expect(checkIn(judgementOf(lossy, journal()), 'log-complete').outcome).toBe('pass');
    expect(judgementOf(lossy, journal()).findings).toEqual([]);
    expect(
      checkIn(judgementOf(lossy, journal().ask({ ...list, record: null })), 'log-complete').outcome,
    ).toBe('fail');
  });
});
