import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createEventFeed } from './event-feed.ts';
import { Proxies } from './proxies.ts';
import { startUpstream } from './testing/world.ts';

let proxies: Proxies;
beforeEach(() => {
  proxies = new Proxies(
    1,
    createEventFeed(() => undefined),
  );
});
afterEach(() => proxies.clear());

const on = { listen: '127.0.0.1:0', upstream: 'x:1', enabled: true, ttlMs: undefined };

describe('changes of one proxy', () => {
  it('that are asked for at once are made one after the other', async () => {
    const [first, second] = await Promise.allSettled([proxies.create('p', on), proxies.create('p', on)]);
    expect([first.status, second.status]).toEqual(['fulfilled', 'rejected']);
    const flips = Array.from({ length: 20 }, (_none, index) =>
      proxies.update('p', ({ listen, upstream }) => ({
        listen,
        upstream,
        enabled: index % 2 === 0,
        ttlMs: undefined,
      })),
    );
    await Promise.all(flips);
    expect(proxies.get('p').enabled).toBe(false);
    await Promise.all([proxies.remove('p'), proxies.create('p', on), proxies.reset()]);
    expect(proxies.get('p').enabled).toBe(true);
  });

  it('leave a proxy that cannot start out of the collection', async () => {
    const occupant = await startUpstream(() => undefined);
    await expect(proxies.create('p', { ...on, listen: occupant.address })).rejects.toThrow(
      `listen tcp ${occupant.address}: bind: address already in use`,
    );
    expect(proxies.all()).toEqual([]);
    await occupant.stop();
  });

  it('leave a proxy disabled, with its new address, when that cannot be used', async () => {
    const occupant = await startUpstream(() => undefined);
    await proxies.create('p', on);
    const update = proxies.update('p', () => ({ ...on, listen: occupant.address }));
    await expect(update).rejects.toThrow('address already in use');
    expect(proxies.get('p')).toMatchObject({ enabled: false, listen: occupant.address });
    await occupant.stop();
  });

  it('do not take away what was asked for meanwhile when all are reset', async () => {
    await proxies.create('p', on);
    const reset = proxies.reset();
    const off = proxies.update('p', ({ listen, upstream }) => ({ ...on, listen, upstream, enabled: false }));
    await Promise.all([reset, off]);
    expect(proxies.get('p').enabled).toBe(false);
  });
});
