import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startWorld, talkTo, type World } from '../testing/world.ts';

let world: World;
beforeEach(async () => {
  world = await startWorld();
});
afterEach(() => world.stop());

describe('slicer on sockets', () => {
  it('delivers in many reads what was sent in one', async () => {
    await world.toxic('slicer', { average_size: 100, size_variation: 20, delay: 2_000 });
    const talk = talkTo(world.port);
    const content = Array.from({ length: 100 }, (_none, index) => `line ${index}\n`).join('');
    talk.say(content);
    talk.finish();
    await expect(talk.ending).resolves.toBe('end');
    expect(talk.text()).toBe(content);
    expect(talk.readAt.length).toBeGreaterThan(3);
  });

  it('lets the rest go at once when it is removed', async () => {
    const toxic = await world.toxic('slicer', { average_size: 1, size_variation: 0, delay: 3_600_000_000 });
    const talk = talkTo(world.port);
    talk.say('abc');
    await talk.heard('a');
    expect(talk.text()).toBe('a');
    await toxic.remove();
    await talk.heard('abc');
    talk.hangUp();
  });
});
