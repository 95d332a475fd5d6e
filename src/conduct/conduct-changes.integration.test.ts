import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PlannedChange, Plan } from '../plan/plan.ts';
import type { Bench } from './testing/bench.ts';
import { of, outage, recovery, setUpBench, steady } from './testing/bench.ts';
import type { PhaseSketch } from './testing/drill-plan.ts';
import { drillPlan } from './testing/drill-plan.ts';

let bench: Bench;
beforeEach(async () => {
  bench = await setUpBench();
});
afterEach(() => bench.clear());

/** A drill whose second phase makes a change. */
function planWith(change: PlannedChange, second: PhaseSketch): Plan {
  return { ...drillPlan(bench.folder, [steady, second, recovery]), changes: [change] };
}

const place = { id: 'second/1', phase: 'second', at: 100 };
const second: PhaseSketch = { name: 'second', forMs: 150 };

describe('a restart', () => {
  const change: PlannedChange = { ...place, kind: 'restart', replica: 'r0', signal: 'SIGKILL' };

  it('is ordered, done and served, and its process events are expected', async () => {
    const { outcome, journal } = await bench.conduct([], { plan: planWith(change, second) });
    expect(outcome).toMatchObject({ reason: 'completed' });
    expect(bench.world.deeds).toEqual(['end r0 by SIGKILL', 'start r0', 'stop']);
    const told = journal.events.flatMap((event) => {
      if (event.type === 'change') return [`${event.edge} ${event.replica}`];
      return event.type === 'process' ? [`${event.edge} ${event.pid} ${event.expected}`] : [];
    });
    expect(told).toEqual([
      'started 4000001 true',
      'ordered r0',
      'exited 4000001 true',
      'started 4000002 true',
      'served r0',
    ]);
    // However long it takes, the time after it is what the phase is for.
    const served = of(journal, 'change').find(({ edge }) => edge === 'served');
    const end = of(journal, 'phase').find(({ phase, edge }) => phase === 'second' && edge === 'end');
    expect((end?.t ?? 0) - (served?.t ?? 0)).toBeGreaterThanOrEqual(second.forMs);
  });

  it('that fails is journalled as failed, and the replica is asked no more', async () => {
    bench.world.faulty.processes = new Error('no such process');
    const { outcome, journal } = await bench.conduct([], { plan: planWith(change, second) });
    expect(outcome).toMatchObject({ reason: 'completed' });
    const [ordered, failed] = of(journal, 'change');
    expect(failed).toMatchObject({ edge: 'failed', replica: 'r0', note: 'no such process' });
    const after = of(journal, 'observation').filter(({ intended }) => intended > (failed?.t ?? 0));
    expect(new Set(after.map(({ replica }) => replica))).toEqual(new Set(['r1']));
    expect(ordered?.edge).toBe('ordered');
  });

  it('fails where nobody has a hold on the processes, and changes nothing', async () => {
    bench.world.faulty.uncontrolled = true;
    const { journal } = await bench.conduct([], { plan: planWith(change, second) });
    const [, failed] = of(journal, 'change');
    expect(failed?.note).toBe('this environment has no hold on its processes');
    const after = of(journal, 'observation').filter(({ intended }) => intended > (failed?.t ?? 0));
    expect(new Set(after.map(({ replica }) => replica))).toEqual(new Set(['r0', 'r1']));
  });
});

describe('a revocation', () => {
  const change: PlannedChange = {
    ...place,
    kind: 'revoke',
    subject: 'alice',
    policy: 'revoke-alice',
    denies: [0],
  };

  it('makes the deny right, at once', async () => {
    const { journal, heard } = await bench.conduct([], {
      plan: planWith(change, second),
      onProgress: (news) => {
        if (news.kind === 'change' && news.change.edge === 'ordered') bench.world.faulty.aliceGets = 403;
      },
    });
    expect(of(journal, 'change').map(({ edge, revision, policy }) => [edge, revision, policy])).toEqual([
      ['ordered', undefined, 'revoke-alice'],
      ['served', 2, 'revoke-alice'],
    ]);
    expect(
      of(journal, 'observation').filter(({ cell, outcome }) => cell === 0 && outcome === 'deny').length,
    ).toBeGreaterThan(0);
    expect(heard.at(-1)).toMatchObject({ kind: 'done', wrong: 0 });
  });

  it('makes the allow wrong, once its bound is over', async () => {
    const plan = planWith(change, second);
    const contract = { ...plan.contract, revocation: { boundMs: 0 } };
    const { heard } = await bench.conduct([], { plan: { ...plan, contract } });
    expect(heard.at(-1)).toMatchObject({ kind: 'done', wrong: expect.any(Number) });
    expect(heard.at(-1)).not.toMatchObject({ wrong: 0 });
  });

  it('that is refused changes nothing', async () => {
    bench.world.faulty.publish = new Error('refused by the service');
    const { journal, heard } = await bench.conduct([], { plan: planWith(change, second) });
    expect(of(journal, 'change').map(({ edge }) => edge)).toEqual(['ordered', 'failed']);
    expect(heard.at(-1)).toMatchObject({ wrong: 0 });
  });

  it('waits until the faults of its phase are in place', async () => {
    const { journal } = await bench.conduct([], {
      plan: planWith({ ...change, phase: 'outage' }, outage),
    });
    const told = journal.events.flatMap((event) =>
      event.type === 'fault' || event.type === 'change' ? `${event.type} ${event.edge}` : [],
    );
    expect(told.slice(0, 4)).toEqual([
      'fault requested',
      'fault effective',
      'change ordered',
      'change served',
    ]);
  });
});

describe('faults one after the other', () => {
  it('each wait for the one before to be gone', async () => {
    const again: PhaseSketch = {
      ...outage,
      name: 'again',
      faults: [{ type: 'refused', on: 'policy-service', replica: 'r0' }],
    };
    const { journal } = await bench.conduct([steady, outage, again, recovery]);
    expect(of(journal, 'fault').map(({ fault, edge }) => `${fault} ${edge}`)).toEqual(
      ['outage/1', 'again/1'].flatMap((fault) =>
        ['requested', 'effective', 'heal-requested', 'healed'].map((edge) => `${fault} ${edge}`),
      ),
    );
  });
});

describe('the same fault in two phases', () => {
  it('stays in place, under the name of the second once that is proved', async () => {
    const { outcome, journal } = await bench.conduct([
      steady,
      outage,
      { ...outage, name: 'longer' },
      recovery,
    ]);
    expect(of(journal, 'fault').map(({ fault, edge }) => `${fault} ${edge}`)).toEqual([
      'outage/1 requested',
      'outage/1 effective',
      'longer/1 requested',
      'longer/1 effective',
      'outage/1 heal-requested',
      'outage/1 healed',
      'longer/1 heal-requested',
      'longer/1 healed',
    ]);
    expect(of(journal, 'fault')[5]?.proof).toBe('goes on as longer/1');
    expect(bench.world.deeds).toEqual(['inject policy-service', 'heal policy-service', 'stop']);
    expect(outcome).toMatchObject({ reason: 'completed', cleanedUp: true });
  });

  it('that was lost in the first is taken away, and injected anew', async () => {
    const { journal } = await bench.conduct([steady, outage, { ...outage, name: 'longer' }, recovery], {
      timing: { renewEveryMs: 20 },
      onProgress: (news) => {
        if (news.kind !== 'fault') return;
        if (news.edge === 'effective' && news.fault === 'outage/1')
          bench.world.faulty.renew = new Error('it is gone');
        if (news.edge === 'failed') delete bench.world.faulty.renew;
      },
    });
    expect(of(journal, 'fault').map(({ fault, edge }) => `${fault} ${edge}`)).toEqual([
      'outage/1 requested',
      'outage/1 effective',
      'outage/1 failed',
      'outage/1 heal-requested',
      'outage/1 healed',
      'longer/1 requested',
      'longer/1 effective',
      'longer/1 heal-requested',
      'longer/1 healed',
    ]);
  });
});

describe('a rate of a phase', () => {
  it('holds from its start to the start of the next', async () => {
    const { journal } = await bench.conduct([
      steady,
      { name: 'peak', forMs: 300, ratePerSecond: 500 },
      { name: 'calm', forMs: 300, ratePerSecond: 100 },
    ]);
    const [, peak = 0, calm = 0] = of(journal, 'phase').flatMap(({ edge, t }) =>
      edge === 'start' ? [t] : [],
    );
    const intended = of(journal, 'observation')
      .map((one) => one.intended)
      .toSorted((a, b) => a - b);
    const gaps = (from: number, to: number): number[] =>
      intended.flatMap((at, index) => {
        const before = intended[index - 1] ?? at;
        return before > from && at < to ? [Math.round(at - before)] : [];
      });
    expect(new Set(gaps(peak, calm))).toEqual(new Set([2]));
    expect(new Set(gaps(calm + 10, Infinity))).toEqual(new Set([10]));
  });
});
