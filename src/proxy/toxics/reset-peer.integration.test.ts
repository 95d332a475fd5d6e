import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startWorld, talkTo, type World } from '../testing/world.ts';

let world: World;
beforeEach(async () => {
  world = await startWorld();
});
afterEach(() => world.stop());

describe('reset_peer on sockets', () => {
  it('resets the connection at its first byte', async () => {
    await world.toxic('reset_peer', { timeout: 0 });
    const talk = talkTo(world.port);
    talk.say('hi');
    await expect(talk.ending).resolves.toBe('ECONNRESET');
    expect(talk.text()).toBe('');
  });

  it('resets the peer behind it, too', async () => {
    const codes: unknown[] = [];
    await world.stop();
    world = await startWorld((socket) => {
      socket.on('error', (error: NodeJS.ErrnoException) => codes.push(error.code));
      socket.pipe(socket);
    });
    await world.toxic('reset_peer', { timeout: 0 });
    talkTo(world.port).say('hi');
    await expect.poll(() => codes).toEqual(['ECONNRESET']);
  });

  it('waits for its time-out', async () => {
    await world.toxic('reset_peer', { timeout: 70 });
    const talk = talkTo(world.port);
    const from = performance.now();
    talk.say('hi');
    await expect(talk.ending).resolves.toBe('ECONNRESET');
    expect(performance.now() - from).toBeGreaterThanOrEqual(69);
  });

  it('resets connections that were open before, which the original ends with a FIN', async () => {
    const talk = talkTo(world.port);
    talk.say('one');
    await talk.heard('one');
    await world.toxic('reset_peer', { timeout: 0 });
    talk.say('two');
    await expect(talk.ending).resolves.toBe('ECONNRESET');
  });

  it('leaves an idle connection alone', async () => {
    const talk = talkTo(world.port);
    talk.say('one');
    await talk.heard('one');
    const toxic = await world.toxic('reset_peer', { timeout: 0 });
    await toxic.remove();
    talk.say('two');
    await expect.poll(() => talk.text()).toBe('onetwo');
    talk.hangUp();
  });

  it('resets at once when it is removed while it waits, since bytes were lost', async () => {
    const toxic = await world.toxic('reset_peer', { timeout: 600_000 });
    const talk = talkTo(world.port);
    talk.say('lost');
    await expect.poll(() => world.upstream.sockets[0]?.bytesWritten).toBe(4);
    await toxic.remove();
    await expect(talk.ending).resolves.toBe('ECONNRESET');
  });
});
