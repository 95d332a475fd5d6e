import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startWorld, talkTo, type World } from '../testing/world.ts';

let world: World;
beforeEach(async () => {
  world = await startWorld();
});
afterEach(() => world.stop());

describe('noop on sockets', () => {
  it('passes bytes and both ends on', async () => {
    await world.toxic('noop', {}, { stream: 'both' });
    const talk = talkTo(world.port);
    talk.say('hi');
    talk.finish();
    await expect(talk.ending).resolves.toBe('end');
    expect(talk.text()).toBe('hi');
  });
});
