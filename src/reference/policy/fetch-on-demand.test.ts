import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { PolicyEngine } from '../engine/engine.ts';
import { confirmByAnswer } from './confirm.ts';
import { fetchPolicyOnDemand } from './fetch-on-demand.ts';
import { ruleOnRevision } from './revision-rule.ts';
import { forgetfulStore } from './state-store.ts';

const engine: PolicyEngine = {
  prepare: async () => () => undefined,
  activate: async () => undefined,
  decide: () => ({ outcome: 'deny', reason: '' }),
};

/** A policy that is fetched from a service which answers after 10 ms, as long as it answers. */
async function fetched() {
  const service = { asked: 0, answers: true };
  const policy = await fetchPolicyOnDemand(
    {
      client: {
        async fetch() {
          service.asked += 1;
          await new Promise((resolve) => setTimeout(resolve, 10));
          if (!service.answers) throw new Error('no answer');
          const terms = { etag: 'a', confirmation: undefined, holdsBack: false };
          return { kind: 'bundle', archive: Buffer.from(''), ...terms };
        },
        close: async () => undefined,
      },
      verify: async () => ({ revision: 1, policies: new Map() }),
      confirm: confirmByAnswer,
      ruleOnRevision,
      store: forgetfulStore,
      engine,
      clocks: { now: () => performance.now(), moment: () => ({ wallMs: 0, uptimeMs: 0 }) },
    },
    { name: 'test', bundleServiceUrl: 'http://127.0.0.1:9', pollEveryMs: 1_000, maxAgeMs: 3_000 },
    { onStop: () => undefined },
  );
  return { policy, service };
}

describe('a policy that is fetched on demand', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
    vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.restoreAllMocks();
  });

  it('is there before anybody asks, and is not fetched again while nobody does', async () => {
    const { policy, service } = await fetched();
    expect([policy.revision(), policy.needed()]).toEqual([0, expect.any(Promise)]);
    await vi.advanceTimersByTimeAsync(60_000);
    expect([policy.revision(), service.asked]).toEqual([1, 1]);
  });

  it('is fetched once in a while however often it is needed, and nobody waits for that', async () => {
    const { policy, service } = await fetched();
    await vi.advanceTimersByTimeAsync(100);
    const waits = [];
    for (let ms = 0; ms < 10_000; ms += 5) {
      waits.push(policy.needed());
      await vi.advanceTimersByTimeAsync(5);
    }
    expect(waits.every((wait) => wait === undefined)).toBe(true);
    expect(service.asked).toBeGreaterThanOrEqual(10);
    expect(service.asked).toBeLessThanOrEqual(11);
  });

  it('is waited for where it is too old, and asked for again soon where it did not come', async () => {
    const { policy, service } = await fetched();
    await vi.advanceTimersByTimeAsync(4_000);
    service.answers = false;
    const wait = policy.needed();
    expect(wait).toBeInstanceOf(Promise);
    await vi.advanceTimersByTimeAsync(10);
    await wait;
    expect(policy.needed()).toBeUndefined();
    expect(service.asked).toBe(2);
    service.answers = true;
    await vi.advanceTimersByTimeAsync(200);
    const again = policy.needed();
    await vi.advanceTimersByTimeAsync(10);
    await again;
    expect([service.asked, policy.unconfirmedMs()]).toEqual([3, 10]);
  });
});
