import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startWorld, talkTo, type World } from '../testing/world.ts';

let world: World;
beforeEach(async () => {
  world = await startWorld();
});
afterEach(() => world.stop());

describe('latency on sockets', () => {
  it.each([
    { stream: 'downstream', leastMs: 80 },
    { stream: 'upstream', leastMs: 80 },
    { stream: 'both', leastMs: 160 },
  ])('delays a round trip when it is $stream', async ({ stream, leastMs }) => {
    await world.toxic('latency', { latency: 80 }, { stream });
    const talk = talkTo(world.port);
    const from = performance.now();
    talk.say('hi');
    await talk.heard('hi');
    expect(performance.now() - from).toBeGreaterThanOrEqual(leastMs - 2);
    talk.hangUp();
  });

  it('holds on connections that were open before, and lets go of them when it is removed', async () => {
    const talk = talkTo(world.port);
    talk.say('before');
    await talk.heard('before');
    const toxic = await world.toxic('latency', { latency: 600_000 });
    talk.say('held');
    await expect.poll(() => toxicBytes(world)).toBe(4);
    expect(talk.text()).toBe('before');
    await toxic.remove();
    await talk.heard('beforeheld');
    talk.hangUp();
  });
});

async function toxicBytes(of: World): Promise<unknown> {
  const answer = await fetch(`${of.url}/events`);
  const body: { counters?: { p?: { toxics?: { latency?: { bytes?: number } } } } } = JSON.parse(
    await answer.text(),
  );
  return body.counters?.p?.toxics?.latency?.bytes;
}
