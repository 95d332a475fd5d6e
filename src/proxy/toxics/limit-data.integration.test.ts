import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startWorld, talkTo, type World } from '../testing/world.ts';

let world: World;
beforeEach(async () => {
  world = await startWorld();
});
afterEach(() => world.stop());

describe('limit_data on sockets', () => {
  it.each([0, 1, 5, 70_000])('lets exactly %d bytes through and closes', async (bytes) => {
    await world.toxic('limit_data', { bytes });
    const talk = talkTo(world.port);
    talk.say('x'.repeat(100_000));
    await expect(talk.ending).resolves.toBe('end');
    expect(talk.text().length).toBe(bytes);
  });

  it('closes when the last byte has passed, not when the next one comes', async () => {
    await world.toxic('limit_data', { bytes: 4 });
    const talk = talkTo(world.port);
    talk.say('four');
    await expect(talk.ending).resolves.toBe('end');
    expect(talk.text()).toBe('four');
  });

  it('counts for each connection, and goes on counting after an update', async () => {
    const toxic = await world.toxic('limit_data', { bytes: 100 });
    const talk = talkTo(world.port);
    talk.say('12345');
    await talk.heard('12345');
    await world.client.getApi().post(toxic.getPath(), { attributes: { bytes: 7 } });
    talk.say('6789');
    await expect(talk.ending).resolves.toBe('end');
    expect(talk.text()).toBe('1234567');
    const other = talkTo(world.port);
    other.say('12345');
    await other.heard('12345');
    other.hangUp();
  });

  it('delivers what a toxic behind it holds before the connection closes', async () => {
    await world.toxic('limit_data', { bytes: 3 });
    await world.toxic('latency', { latency: 50 });
    const talk = talkTo(world.port);
    talk.say('abcdef');
    await expect(talk.ending).resolves.toBe('end');
    expect(talk.text()).toBe('abc');
  });
});
