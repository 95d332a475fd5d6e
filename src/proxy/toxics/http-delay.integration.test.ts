import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { httpUpstream, rawRequest, responsesIn, type HttpUpstream } from '../testing/http-upstream.ts';
import { startWorld, talkTo, type World } from '../testing/world.ts';

let world: World;
let upstream: HttpUpstream;
beforeEach(async () => {
  upstream = httpUpstream();
  world = await startWorld(upstream.serve);
});
afterEach(() => world.stop());

describe('http_delay on sockets', () => {
  it('delays the answers that it means, keeps the order, and asks the upstream at once', async () => {
    await world.toxic('http_delay', { path: '/slow', latency: 70 });
    const talk = talkTo(world.port);
    const from = performance.now();
    talk.say(rawRequest('GET', '/a') + rawRequest('GET', '/slow') + rawRequest('GET', '/b'));
    await talk.heard('{"url":"/b"}');
    expect(performance.now() - from).toBeGreaterThanOrEqual(69);
    expect(responsesIn(talk.text()).map(({ body }) => body)).toEqual([
      '{"url":"/a"}',
      '{"url":"/slow"}',
      '{"url":"/b"}',
    ]);
    talk.hangUp();
  });

  it('lets a held answer go when it is removed', async () => {
    const toxic = await world.toxic('http_delay', { latency: 600_000 });
    const talk = talkTo(world.port);
    talk.say(rawRequest('GET', '/held'));
    await expect.poll(() => upstream.asked).toEqual(['GET /held']);
    expect(talk.text()).toBe('');
    await toxic.remove();
    await talk.heard('{"url":"/held"}');
    talk.hangUp();
  });

  it('lets a held answer go when its lease runs out', async () => {
    await world.toxic('http_delay', { latency: 600_000 }, { ttl_ms: 60 });
    const talk = talkTo(world.port);
    talk.say(rawRequest('GET', '/held'));
    await talk.heard('{"url":"/held"}');
    expect(upstream.asked).toEqual(['GET /held']);
    talk.hangUp();
  });
});
