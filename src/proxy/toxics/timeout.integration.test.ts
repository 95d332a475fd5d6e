import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startWorld, talkTo, type World } from '../testing/world.ts';

let world: World;
beforeEach(async () => {
  world = await startWorld();
});
afterEach(() => world.stop());

describe('timeout on sockets', () => {
  it('drops everything, and closes the connection after the time-out', async () => {
    await world.toxic('timeout', { timeout: 60 });
    const talk = talkTo(world.port);
    const from = performance.now();
    talk.say('lost');
    await expect(talk.ending).resolves.toBe('end');
    expect(performance.now() - from).toBeGreaterThanOrEqual(59);
    expect(talk.text()).toBe('');
    talk.hangUp();
  });

  it('closes an idle connection, too', async () => {
    await world.toxic('timeout', { timeout: 30 });
    await expect(talkTo(world.port).ending).resolves.toBe('end');
  });

  it('is a black hole with no time-out, and closes the connection when it is removed, since bytes were lost', async () => {
    const toxic = await world.toxic('timeout', { timeout: 0 });
    const talk = talkTo(world.port);
    talk.say('lost');
    await expect.poll(() => world.upstream.sockets[0]?.bytesWritten).toBe(4);
    await toxic.remove();
    await expect(talk.ending).resolves.toBe('end');
    expect(talk.text()).toBe('');
  });

  it('leaves connections alone that it was not drawn for', async () => {
    const toxic = await world.toxic('timeout', { timeout: 1 }, { toxicity: 0 });
    const talk = talkTo(world.port);
    talk.say('one');
    await talk.heard('one');
    await toxic.remove();
    talk.say('two');
    await expect.poll(() => talk.text()).toBe('onetwo');
    talk.hangUp();
  });

  it('passes the end of the sender on at once', async () => {
    await world.toxic('timeout', { timeout: 600_000 }, { stream: 'upstream' });
    const talk = talkTo(world.port);
    talk.say('lost');
    talk.finish();
    await expect(talk.ending).resolves.toBe('end');
  });
});
