import { describe, expect, it, vi } from 'vitest';
import { defectivePolicy } from '../../testing/defective-policy.ts';

/** A process that has a good policy, of a replica with this defect. */
async function settled(id: string | undefined) {
  const world = await defectivePolicy(id);
  await world.publish('good', 1);
  const replica = await world.start();
  expect(await replica.refresh()).toBe('changed');
  return { ...world, replica };
}

const until = (condition: () => boolean): Promise<true> =>
  vi.waitUntil(condition, { timeout: 10_000, interval: 5 });

describe('an application with a defect in how its policy comes and goes', () => {
  it('partial-activation decides on the facts of the policy before', async () => {
    const { publish, replica } = await settled('partial-activation');
    await publish('suspends-alice', 2);
    await replica.refresh();
    expect([replica.revision(), replica.lists('alice')]).toEqual([2, 'allow']);
    await publish('good', 3);
    await replica.refresh();
    expect([replica.revision(), replica.lists('alice')]).toEqual([3, 'deny']);
  });

  it('last-good-dropped-on-bad-bundle permits nothing any more', async () => {
    const { mislead, replica } = await settled('last-good-dropped-on-bad-bundle');
    await mislead('altered');
    expect(await replica.refresh()).toBe('altered-file');
    expect([replica.revision(), replica.lists('alice')]).toEqual([1, 'deny']);
  });

  it.each([
    ['empty-policy-allows', 'emptied'],
    ['failing-rule-skipped', 'failing-forbid'],
  ])('%s lets in whom %s keeps out', async (id, policy) => {
    for (const [defect, outcome] of [
      [undefined, 'deny'],
      [id, 'allow'],
    ] as const) {
      const { publish, replica } = await settled(defect);
      expect(replica.lists('mallory')).toBe('deny');
      await publish(policy, 2);
      expect(await replica.refresh()).toBe('changed');
      expect(replica.lists('mallory')).toBe(outcome);
    }
  });

  it.each(['frozen-distribution-believed', 'repeated-confirmation-accepted'])(
    '%s grows no older on the same confirmation',
    async (id) => {
      for (const [defect, came, ageMs] of [
        [undefined, 'repeated', 5_000],
        [id, 'kept', 0],
      ] as const) {
        const { freeze, pass, replica } = await settled(defect);
        freeze();
        pass(5_000);
        expect(await replica.refresh()).toBe(came);
        expect(replica.unconfirmedMs()).toBe(ageMs);
      }
    },
  );

  it('confirmation-held-against-own-clock is confirmed by nobody while its clock is wrong', async () => {
    for (const [defect, came] of [
      [undefined, 'kept'],
      ['confirmation-held-against-own-clock', 'repeated'],
    ] as const) {
      const { pass, setClock, replica } = await settled(defect);
      setClock(-30_000);
      pass(1_000);
      expect(await replica.refresh()).toBe(came);
      setClock(0);
      expect(await replica.refresh()).toBe('kept');
    }
  });

  it('refused-bundle-confirmed-by-304 grows young by what is said of a bundle that it refused', async () => {
    const { mislead, publish, pass, replica } = await settled('refused-bundle-confirmed-by-304');
    await mislead('altered');
    pass(5_000);
    expect(await replica.refresh()).toBe('altered-file');
    expect(replica.unconfirmedMs()).toBe(5_000);
    expect(await replica.refresh()).toBe('kept');
    expect([replica.revision(), replica.unconfirmedMs()]).toEqual([1, 0]);
    await publish('good', 2);
    expect(await replica.refresh()).toBe('changed');
  });

  it('age-reset-by-restart grows young by being started', async () => {
    for (const [defect, ageMs] of [
      [undefined, 5_000],
      ['age-reset-by-restart', 0],
    ] as const) {
      const { pass, start } = await settled(defect);
      pass(5_000);
      const restarted = await start();
      expect([restarted.revision(), restarted.unconfirmedMs()]).toEqual([1, ageMs]);
    }
  });

  it('saved-policy-one-behind comes back with the policy before the last', async () => {
    for (const [defect, revision] of [
      [undefined, 3],
      ['saved-policy-one-behind', 2],
    ] as const) {
      const { publish, start, replica } = await settled(defect);
      await publish('bad-allow-embedded', 2);
      await replica.refresh();
      await publish('good', 3);
      await replica.refresh();
      await replica.refresh();
      expect((await start()).revision()).toBe(revision);
    }
  });

  it('poll-backs-off-for-ever leaves the service alone for longer each time', async () => {
    const { goDown, publish, pass, asked, replica } = await settled('poll-backs-off-for-ever');
    goDown();
    const before = asked();
    for (let second = 0; second < 12; second += 1) {
      await replica.refresh();
      pass(1_000);
    }
    // At once, after three seconds, and not before another nine.
    expect(asked() - before).toBe(2);
    await publish('good', 2);
    expect(await replica.refresh()).toBe('changed');
  });
});

describe('an application that loads a policy while it decides', () => {
  it('acknowledged-but-not-active names a policy and decides by the one before, for a while', async () => {
    const { publish, replica } = await settled('acknowledged-but-not-active');
    await publish('bad-allow-embedded', 2);
    expect(await replica.refresh()).toBe('changed');
    expect([replica.revision(), replica.lists('mallory')]).toEqual([2, 'deny']);
    await until(() => replica.lists('mallory') === 'allow');
  });

  it('activation-tears decides by rules of the new one under the number of the old', async () => {
    const { publish, replica } = await settled('activation-tears');
    await publish('bad-allow-embedded', 2);
    const refreshed = replica.refresh();
    await until(() => replica.lists('mallory') === 'allow');
    expect(replica.revision()).toBe(1);
    expect(await refreshed).toBe('changed');
    expect(replica.revision()).toBe(2);
  });

  it('policy-cleared-while-reloading has no rules meanwhile', async () => {
    const { publish, replica } = await settled('policy-cleared-while-reloading');
    await publish('suspends-alice', 2);
    const refreshed = replica.refresh();
    await until(() => replica.lists('carol') === 'deny');
    expect(replica.revision()).toBe(1);
    expect(await refreshed).toBe('changed');
    expect([replica.lists('carol'), replica.lists('alice')]).toEqual(['allow', 'deny']);
  });
});
