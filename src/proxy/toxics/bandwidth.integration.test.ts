import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startWorld, talkTo, type World } from '../testing/world.ts';

let world: World;
beforeEach(async () => {
  world = await startWorld();
});
afterEach(() => world.stop());

describe('bandwidth on sockets', () => {
  it('needs at least the time that the rate allows, and loses nothing', async () => {
    await world.toxic('bandwidth', { rate: 500 });
    const talk = talkTo(world.port);
    const content = 'x'.repeat(100_000);
    const from = performance.now();
    talk.say(content);
    talk.finish();
    await expect(talk.ending).resolves.toBe('end');
    expect(performance.now() - from).toBeGreaterThanOrEqual(199);
    expect(talk.text()).toBe(content);
  });

  it('keeps the connection open at rate 0 and delivers all of it once it is removed', async () => {
    const toxic = await world.toxic('bandwidth', { rate: 0 });
    const talk = talkTo(world.port);
    talk.say('held');
    await expect.poll(() => world.upstream.sockets[0]?.bytesWritten).toBe(4);
    expect(talk.text()).toBe('');
    await toxic.remove();
    await talk.heard('held');
    talk.hangUp();
  });
});
