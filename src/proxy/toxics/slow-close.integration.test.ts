import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startWorld, talkTo, type World } from '../testing/world.ts';

let world: World;
beforeEach(async () => {
  world = await startWorld();
});
afterEach(() => world.stop());

describe('slow_close on sockets', () => {
  it('passes data as it comes and the close late', async () => {
    await world.toxic('slow_close', { delay: 80 });
    const talk = talkTo(world.port);
    talk.say('hi');
    await talk.heard('hi');
    const from = performance.now();
    talk.finish();
    await expect(talk.ending).resolves.toBe('end');
    expect(performance.now() - from).toBeGreaterThanOrEqual(79);
  });

  it('closes at once when it is removed', async () => {
    const toxic = await world.toxic('slow_close', { delay: 600_000 });
    const talk = talkTo(world.port);
    talk.say('hi');
    talk.finish();
    await talk.heard('hi');
    await toxic.remove();
    await expect(talk.ending).resolves.toBe('end');
  });

  it('counts anew when the delay is changed', async () => {
    const toxic = await world.toxic('slow_close', { delay: 600_000 });
    const talk = talkTo(world.port);
    talk.say('hi');
    talk.finish();
    await talk.heard('hi');
    await world.client.getApi().post(toxic.getPath(), { attributes: { delay: 10 } });
    await expect(talk.ending).resolves.toBe('end');
  });
});
