import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { Environment } from '../environment/environment.ts';
import type { Plan } from '../plan/plan.ts';
import { supplyEnvironments } from './supply.ts';
import { drillPlan } from './testing/drill-plan.ts';
import { steady } from './testing/bench.ts';
import { fakeWorld } from './testing/fake-environment.ts';

const { signal } = new AbortController();

/** A supply for three plans, with the starts that it has begun, in order. */
function supply(ahead: number, given: { readonly stop?: AbortSignal; readonly fails?: string } = {}) {
  const plan = drillPlan('/nowhere', [steady]);
  const plans = ['a', 'b', 'c'].map((id): Plan => ({ ...plan, scenario: { ...plan.scenario, id } }));
  const begun: string[] = [];
  const signals: AbortSignal[] = [];
  const supplied = supplyEnvironments({
    plans,
    ahead,
    signal: given.stop ?? signal,
    startEnvironment: async (one, until): Promise<Environment> => {
      begun.push(one.scenario.id);
      signals.push(until);
      if (one.scenario.id === given.fails) throw new Error('no port');
      return fakeWorld().startEnvironment(one);
    },
  });
  const take = async (position: number): Promise<Environment> => {
    const turn = await supplied.enter();
    try {
      const wanted = plans[position];
      if (wanted === undefined) throw new RangeError(`no plan ${position}`);
      return await turn.startEnvironment(wanted, signal);
    } finally {
      turn.leave();
    }
  };
  return { take, enter: () => supplied.enter(), begun, signals };
}

describe('a supply of environments', () => {
  it('stands the next one up ahead, and gives that one out', async () => {
    const { take, begun } = supply(1);
    await take(0);
    await setImmediate();
    expect(begun).toEqual(['a', 'b']);
    await take(1);
    await take(2);
    expect(begun).toEqual(['a', 'b', 'c']);
  });

  it('stands none up ahead unless it may', async () => {
    const { take, begun } = supply(0);
    await take(0);
    await setImmediate();
    expect(begun).toEqual(['a']);
  });

  it('serves those who wait before it stands anything up ahead', async () => {
    const { enter, begun } = supply(1);
    const first = await enter();
    const second = enter();
    first.leave();
    (await second).leave();
    expect(begun).toEqual([]);
  });

  it('fails for the plan whose start failed, and goes on', async () => {
    const { take, begun } = supply(1, { fails: 'b' });
    await take(0);
    await expect(take(1)).rejects.toThrow('no port');
    await take(2);
    expect(begun).toEqual(['a', 'b', 'c']);
  });

  it('begins nothing ahead after an interrupt, and gives up what it had begun', async () => {
    const stop = new AbortController();
    const { take, begun, signals } = supply(1, { stop: stop.signal });
    await take(0);
    await setImmediate();
    stop.abort();
    expect(signals[1]?.aborted).toBe(true);
    await take(1);
    await setImmediate();
    expect(begun).toEqual(['a', 'b']);
  });
});
