import { describe, expect, it } from 'vitest';
import { defectivePolicy, type DefectivePolicy } from '../../testing/defective-policy.ts';
import { trustDefects } from './trust.ts';

type Misleading = Parameters<DefectivePolicy['mislead']>[0];

/** What each believes. Who believes both of two has no defect of his own. */
const believed: readonly (readonly [string, Misleading, string])[] = [
  ['unsigned-accepted', 'unsigned', 'unsigned'],
  ['unknown-key-accepted', 'unknown-key', 'unknown-key'],
  ['retired-key-accepted', 'retired-key', 'unknown-key'],
  ['nameless-key-accepted', 'no-key-id', 'no-key-id'],
  ['signature-decoded-not-verified', 'forged-signature', 'bad-signature'],
  ['altered-file-accepted', 'altered', 'altered-file'],
  ['unlisted-file-loaded', 'unlisted', 'unlisted-file'],
  ['missing-file-overlooked', 'missing', 'missing-file'],
  ['foreign-roots-accepted', 'foreign', 'wrong-roots'],
  ['conflicting-bundle-accepted', 'conflicting', 'conflicting'],
];

/** A process that has a good policy, of a replica with this defect. */
async function settled(id: string | undefined) {
  const world = await defectivePolicy(id);
  await world.publish('good', 1);
  const replica = await world.start();
  expect(await replica.refresh()).toBe('changed');
  expect(replica.lists('mallory')).toBe('deny');
  return { ...world, replica };
}

describe('an application with a defect in whom it believes', () => {
  it.each(believed)('%s is let in by what is %s, which the sound one refuses', async (id, variant, code) => {
    const sound = await settled(undefined);
    await sound.mislead(variant);
    expect(await sound.replica.refresh()).toBe(code);
    expect(sound.replica.lists('mallory')).toBe('deny');

    const { mislead, replica } = await settled(id);
    await mislead(variant === 'unsigned' ? 'altered' : 'unsigned');
    expect(await replica.refresh()).not.toBe('changed');
    await mislead(variant);
    expect(await replica.refresh()).toBe('changed');
    expect(replica.lists('mallory')).toBe('allow');
  });

  it('truncated-bundle-empties-policy decides by the half that came, in which nothing is permitted', async () => {
    const { mislead, replica } = await settled('truncated-bundle-empties-policy');
    await mislead('truncated');
    expect(await replica.refresh()).toBe('changed');
    expect([replica.revision(), replica.lists('alice')]).toEqual([1_001, 'deny']);
  });

  it('verification-skipped-on-long-poll verifies only what it has not waited for', async () => {
    const { mislead, replica } = await settled('verification-skipped-on-long-poll');
    await mislead('unsigned');
    expect(await replica.refresh()).toBe('unsigned');
    expect(await replica.refresh(1_000)).toBe('changed');
    expect(replica.lists('mallory')).toBe('allow');
  });

  it.each([
    ['replayed-bundle-accepted', 'changed', 'changed'],
    ['replayed-after-restart', 'replayed', 'changed'],
    [undefined, 'replayed', 'replayed'],
  ])('%s takes an older bundle: %s, and after a restart: %s', async (id, before, after) => {
    const { publish, replay, start, replica } = await settled(id);
    await publish('bad-allow-embedded', 2);
    await replica.refresh();
    await publish('good', 3);
    expect(await replica.refresh()).toBe('changed');
    replay(2);
    expect(await replica.refresh()).toBe(before);
    await publish('good', 4);
    await replica.refresh();
    const restarted = await start();
    replay(2);
    expect(await restarted.refresh()).toBe(after);
    expect(restarted.revision()).toBe(after === 'changed' ? 2 : 4);
  });

  it('has been tried with every one', () => {
    const tried = [
      ...believed.map(([id]) => id),
      'truncated-bundle-empties-policy',
      'verification-skipped-on-long-poll',
      'replayed-bundle-accepted',
      'replayed-after-restart',
    ];
    expect(tried.toSorted()).toEqual(Object.keys(trustDefects).toSorted());
  });
});
