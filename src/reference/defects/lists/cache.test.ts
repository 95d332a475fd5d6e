import { afterEach, describe, expect, it, vi } from 'vitest';
import { defective } from '../../testing/defective.ts';
import { mallory } from '../../testing/sample-people.ts';
import { down, remotely } from '../../testing/sample-parts.ts';

const otherInvoice = {
  resource: { name: 'invoice/i-2', entity: { type: 'Invoice', id: 'i-2', properties: {} } },
};
const allowedFromCache = { outcome: 'allow', mode: 'cache' };
const nothingCached = { outcome: 'deny', mode: 'deny' };

/** A replica with a defect that was allowed something just before the policy service went out. */
async function afterAllow(id: string, replica?: string) {
  const app = await defective(id, replica);
  await app.ask('cache');
  app.outside.remote = down;
  return app;
}

describe('a defective cache', () => {
  it('without bound repeats what is too old, and no more than that', async () => {
    const { outside, ask } = await afterAllow('cache-without-bound');
    outside.clock.pass(60_000);
    expect(await ask('cache')).toMatchObject({ ...allowedFromCache, ageMs: 60_000 });
    outside.revision = 2;
    expect(await ask('cache')).toMatchObject(nothingCached);
  });

  it('that survives a rollback repeats what an earlier policy said, while it is young', async () => {
    const { outside, ask } = await afterAllow('cache-survives-rollback');
    outside.revision = 2;
    expect(await ask('cache')).toMatchObject({ ...allowedFromCache, revision: 1 });
    outside.clock.pass(3_001);
    expect(await ask('cache')).toMatchObject(nothingCached);
  });

  it('keyed without the subject gives mallory what alice was allowed, while it is young', async () => {
    const { outside, ask } = await afterAllow('cache-keyed-without-subject');
    outside.remote = remotely('deny');
    await ask('cache', { subject: mallory });
    outside.remote = down;
    expect(await ask('cache', { subject: mallory })).toMatchObject(allowedFromCache);
    expect(await ask('cache', otherInvoice)).toMatchObject(nothingCached);
    outside.clock.pass(3_001);
    expect(await ask('cache', { subject: mallory })).toMatchObject(nothingCached);
  });

  it('keyed without the resource gives alice one invoice for another', async () => {
    const { outside, ask } = await afterAllow('cache-keyed-without-resource');
    outside.remote = remotely('deny');
    await ask('cache', otherInvoice);
    outside.remote = down;
    expect(await ask('cache', otherInvoice)).toMatchObject(allowedFromCache);
    expect(await ask('cache', { subject: mallory })).toMatchObject(nothingCached);
    outside.clock.pass(3_001);
    expect(await ask('cache', otherInvoice)).toMatchObject(nothingCached);
  });

  it('refreshed by its own hits repeats for ever what is asked for often enough', async () => {
    const { outside, ask } = await afterAllow('cache-refreshed-by-its-own-hits');
    for (let asked = 0; asked < 10; asked++) {
      outside.clock.pass(2_000);
      expect(await ask('cache')).toMatchObject({ ...allowedFromCache, ageMs: 2_000 });
    }
    outside.clock.pass(3_001);
    expect(await ask('cache')).toMatchObject(nothingCached);
  });

  describe('by the wall clock', () => {
    afterEach(() => vi.useRealTimers());

    it('lives again when the clock is set back, and is right while it is not', async () => {
      vi.useFakeTimers({ toFake: ['Date'], now: 100_000 });
      const { ask } = await afterAllow('cache-by-wall-clock');
      vi.setSystemTime(103_000);
      expect(await ask('cache')).toMatchObject({ ...allowedFromCache, ageMs: 3_000 });
      vi.setSystemTime(103_001);
      expect(await ask('cache')).toMatchObject(nothingCached);
      vi.setSystemTime(91_000);
      expect(await ask('cache')).toMatchObject({ ...allowedFromCache, ageMs: 0 });
    });
  });

  it('is missing on one replica only', async () => {
    expect(await (await afterAllow('one-replica-forgets', 'r1')).ask('cache')).toMatchObject(nothingCached);
    expect(await (await afterAllow('one-replica-forgets', 'r0')).ask('cache')).toMatchObject(
      allowedFromCache,
    );
  });

  it('that misreports its mode says from the third time on that a repeated decision is new, within its bounds', async () => {
    const { outside, ask } = await afterAllow('mode-misreported');
    expect([(await ask('cache')).mode, (await ask('cache')).mode]).toEqual(['cache', 'cache']);
    outside.clock.pass(3_000);
    expect(await ask('cache')).toMatchObject({ outcome: 'allow', mode: 'remote' });
    expect(await ask('degrade')).toMatchObject({ mode: 'degrade' });
    outside.clock.pass(1);
    expect(await ask('cache')).toMatchObject(nothingCached);
    outside.remote = remotely('deny');
    expect(await ask('cache')).toMatchObject({ outcome: 'deny', mode: 'remote' });
    outside.remote = down;
    expect(await ask('cache')).toMatchObject({ outcome: 'deny', mode: 'cache' });
  });
});
