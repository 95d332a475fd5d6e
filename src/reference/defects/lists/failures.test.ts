import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { defective } from '../../testing/defective.ts';
import { mallory } from '../../testing/sample-people.ts';
import { down, remotely, sampleParts, silent } from '../../testing/sample-parts.ts';
import { sampleQuestion } from '../../testing/sample-question.ts';
import { decide } from '../../app/decide/decide.ts';
import { seedDefect } from '../seed.ts';

const denied = { outcome: 'deny', mode: 'deny' };

describe('an application with a defect in what it does after a failure', () => {
  it('retry-storm asks four times where it is turned away, and once where it is not', async () => {
    const { outside, ask } = await defective('retry-storm');
    outside.remote = down;
    expect(await ask('deny')).toMatchObject(denied);
    expect(outside.asked).toHaveLength(4);
    for (const remote of [silent, remotely('deny')]) {
      outside.asked = [];
      outside.remote = remote;
      expect(await ask('deny')).toMatchObject({ outcome: 'deny' });
      expect(outside.asked).toHaveLength(1);
    }
  });

  it('herd-on-recovery asks everything again, once', async () => {
    const { outside, ask } = await defective('herd-on-recovery');
    outside.remote = silent;
    for (let question = 0; question < 10; question++) expect(await ask('deny')).toMatchObject(denied);
    expect(outside.asked).toHaveLength(10);
    outside.remote = remotely('allow');
    expect(await ask('deny')).toMatchObject({ outcome: 'allow', mode: 'remote' });
    expect(outside.asked).toHaveLength(21);
    await ask('deny');
    expect(outside.asked).toHaveLength(22);
  });

  it('error-cached-as-allow finds an allow in its cache that nobody ever gave', async () => {
    const { outside, ask } = await defective('error-cached-as-allow');
    outside.remote = down;
    expect(await ask('cache', { subject: mallory })).toMatchObject({ outcome: 'allow', mode: 'cache' });
    expect(await ask('deny')).toMatchObject(denied);
    outside.remote = remotely('deny');
    expect(await ask('cache', { subject: mallory })).toMatchObject({ outcome: 'deny', mode: 'remote' });
  });

  it('first-failure-memoised-for-ever never asks again', async () => {
    const { outside, ask } = await defective('first-failure-memoised-for-ever');
    expect(await ask('deny')).toMatchObject({ outcome: 'allow', mode: 'remote' });
    outside.remote = down;
    await ask('deny');
    outside.remote = remotely('allow');
    outside.asked = [];
    expect(await ask('deny')).toMatchObject(denied);
    expect(outside.asked).toEqual([]);
  });

  it('cold-start-allows lets the process decide on nothing, and is right once there is a policy', async () => {
    const { outside, ask, parts } = await defective('cold-start-allows');
    outside.revision = 0;
    outside.expired = true;
    expect(await ask('local')).toMatchObject({ outcome: 'allow', mode: 'local', revision: 1 });
    outside.revision = 3;
    outside.expired = false;
    outside.local = { outcome: 'deny', reason: 'no policy permits it' };
    expect(await ask('local')).toMatchObject({ outcome: 'deny', mode: 'local', revision: 3 });
    outside.expired = true;
    expect(parts.embedded.expired()).toBe(true);
  });

  describe('error-cached-as-deny', () => {
    beforeEach(() => vi.useFakeTimers({ toFake: ['performance'] }));
    afterEach(() => vi.useRealTimers());

    it('goes on denying when all is well again, for five seconds', async () => {
      const { outside, ask } = await defective('error-cached-as-deny');
      outside.remote = down;
      expect(await ask('deny')).toMatchObject(denied);
      outside.remote = remotely('allow');
      vi.advanceTimersByTime(4_999);
      expect(await ask('deny')).toMatchObject({ outcome: 'deny', mode: 'remote' });
      expect(await ask('deny', { subject: mallory })).toMatchObject({ outcome: 'allow', mode: 'remote' });
      vi.advanceTimersByTime(1);
      expect(await ask('deny')).toMatchObject({ outcome: 'allow', mode: 'remote' });
    });
  });

  it('budget-ignored waits ten times longer than it may', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setImmediate', 'performance'] });
    try {
      const { parts, connections } = sampleParts();
      const transport: typeof connections.policyService.transport = {
        send: (_message, signal) =>
          new Promise((_resolve, reject) => {
            signal.addEventListener('abort', () => reject(signal.reason));
          }),
      };
      const policyService = { ...connections.policyService, transport };
      const seeded = await seedDefect('budget-ignored', parts, { ...connections, policyService });
      let decided = false;
      const verdict = decide(seeded, sampleQuestion({ action: 'deny', deadline: performance.now() + 450 }));
      void verdict.then(() => (decided = true));
      await vi.advanceTimersByTimeAsync(4_999);
      expect(decided).toBe(false);
      await vi.advanceTimersByTimeAsync(10);
      expect(await verdict).toMatchObject(denied);
    } finally {
      vi.useRealTimers();
    }
  });
});

describe('an application with a defect in its credential', () => {
  it.each(['credential-never-renewed', 'credential-cached-for-ever'])(
    '%s shows the same one when it is refused',
    async (id) => {
      const { outside, ask } = await defective(id);
      outside.http = { status: 401 };
      expect(await ask('deny')).toMatchObject(denied);
      expect(await ask('deny')).toMatchObject(denied);
      expect(outside.asked).toEqual(Array(2).fill('policy-service by credential 1'));
    },
  );

  it.each([
    ['credential-never-renewed', 'credential 2'],
    ['credential-cached-for-ever', 'credential 3'],
  ])('%s shows, after an outage, %s', async (id, shown) => {
    const { outside, ask } = await defective(id);
    await ask('deny');
    outside.credential = 'credential 2';
    outside.http = new Error('refused');
    await ask('deny');
    outside.credential = 'credential 3';
    outside.http = {};
    await ask('deny');
    expect(outside.asked.at(-2)).toBe('policy-service by credential 2');
    expect(outside.asked.at(-1)).toBe(`policy-service by ${shown}`);
  });
});
