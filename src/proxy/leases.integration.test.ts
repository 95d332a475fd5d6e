import { connect, createServer } from 'node:net';
import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FeedEvent } from './event-feed.ts';
import { startWorld, talkTo, type World } from './testing/world.ts';

let world: World;
beforeEach(async () => {
  world = await startWorld();
});
afterEach(() => world.stop());

/** Waits for an event of this type and gives all up to it. */
async function until(type: FeedEvent['type']): Promise<readonly FeedEvent[]> {
  const seen: FeedEvent[] = [];
  for (let after = 0; ;) {
    const answer = await fetch(`${world.url}/events?after=${after}&wait_ms=10000`);
    const page: { events: FeedEvent[]; next: number } = JSON.parse(await answer.text());
    seen.push(...page.events);
    after = page.next;
    if (page.events.some((event) => event.type === type)) return seen;
  }
}

const disable = (ttlMs: number): Promise<unknown> =>
  world.client.getApi().post(world.proxy.getPath(), { enabled: false, ttl_ms: ttlMs });

describe('a lease on a toxic', () => {
  it('is answered, and heals the proxy when it runs out, open connections included', async () => {
    const talk = talkTo(world.port);
    talk.say('1');
    await talk.heard('1');
    await world.toxic('latency', { latency: 600_000 }, { ttl_ms: 40 });
    talk.say('2');
    await talk.heard('12');
    const events = await until('toxic-removed');
    expect(events.map(({ type }) => type).slice(-3)).toEqual([
      'toxic-added',
      'lease-expired',
      'toxic-removed',
    ]);
    await expect(world.proxy.getToxic('latency')).rejects.toThrow('404');
    talk.hangUp();
  });

  it('is shown, renewed by an update, and taken away by an update with 0', async () => {
    const toxic = await world.toxic('latency', { latency: 1 }, { ttl_ms: 60_000 });
    const update = async (body: string): Promise<string> => {
      const answer = await fetch(toxic.getPath(), { method: 'POST', body });
      return answer.text();
    };
    expect(await update('{}')).toContain('"toxicity":1,"ttl_ms":60000}');
    expect(await update('{"ttl_ms":50000}')).toContain('"toxicity":1,"ttl_ms":50000}');
    expect(await update('{"ttl_ms":0}')).toContain('"toxicity":1}');
  });

  it('is forgotten with the toxic', async () => {
    const toxic = await world.toxic('latency', {}, { ttl_ms: 1_000 });
    await toxic.remove();
    await world.toxic('latency');
    await world.toxic('noop', {}, { ttl_ms: 1_100 });
    const events = await until('lease-expired');
    expect(events.filter(({ type }) => type === 'lease-expired').map(({ toxic: name }) => name)).toEqual([
      'noop',
    ]);
    await expect(world.proxy.getToxic('latency')).resolves.toBeDefined();
  });

  it('is refused as not found once it has run out, so that a gap is noticed', async () => {
    const toxic = await world.toxic('latency', {}, { ttl_ms: 1 });
    await until('toxic-removed');
    await expect(world.client.getApi().post(toxic.getPath(), { ttl_ms: 1_000 })).rejects.toThrow('404');
  });
});

describe('a lease on enabled:false', () => {
  it('starts the proxy again on the same port when it runs out', async () => {
    await disable(40);
    await expect(talkTo(world.port).ending).resolves.toBe('ECONNREFUSED');
    await until('lease-expired');
    await until('proxy-enabled');
    await expect.poll(async () => (await world.client.get('p')).enabled).toBe(true);
    const talk = talkTo(world.port);
    talk.say('back');
    await talk.heard('back');
    talk.hangUp();
  });

  it('is over when the proxy is enabled or reset', async () => {
    const { proxy, client } = world;
    const shown = async (): Promise<string> => (await fetch(proxy.getPath())).text();
    await disable(60_000);
    expect(await shown()).toContain('"enabled":false,"toxics":[],"ttl_ms":60000}');
    await proxy.update({ ...proxy.toJson(), enabled: true });
    expect(await shown()).toContain('"enabled":true,"toxics":[]}');
    await disable(60_000);
    await client.reset();
    expect(await shown()).toContain('"enabled":true,"toxics":[]}');
  });

  it('is renewed by the same request again, and by any update that leaves the proxy disabled', async () => {
    const { proxy } = world;
    await disable(60_000);
    await disable(50_000);
    await proxy.update({ ...proxy.toJson(), enabled: false });
    const text = await (await fetch(proxy.getPath())).text();
    expect(text).toContain('"enabled":false,"toxics":[],"ttl_ms":50000}');
  });

  it('goes on trying while somebody else has the port', async () => {
    await disable(20);
    const occupant = createServer().listen(world.port, '127.0.0.1');
    await once(occupant, 'listening');
    await until('heal-failed');
    occupant.close();
    await once(occupant, 'close');
    await expect.poll(async () => (await world.client.get('p')).enabled, { timeout: 10_000 }).toBe(true);
    const socket = connect(world.port, '127.0.0.1');
    await once(socket, 'connect');
    socket.destroy();
  });

  it('can be given in populate', async () => {
    const { name, listen, upstream } = world.proxy;
    const body = JSON.stringify([{ name, listen, upstream, enabled: false, ttl_ms: 30 }]);
    await fetch(`${world.url}/populate`, { method: 'POST', body });
    await until('lease-expired');
    await expect.poll(async () => (await world.client.get('p')).enabled).toBe(true);
  });
});
