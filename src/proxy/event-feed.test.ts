import { describe, expect, it } from 'vitest';
import { createEventFeed } from './event-feed.ts';

describe('the event feed', () => {
  it('gives what came after a position, and logs everything', async () => {
    const logged: string[] = [];
    const feed = createEventFeed(({ type }) => void logged.push(type));
    feed.record('proxy-created', 'p');
    feed.record('toxic-added', 'p', { toxic: 't', detail: 'latency' });
    expect(await feed.read(0, 0)).toMatchObject([
      { id: 1 },
      { id: 2, type: 'toxic-added', proxy: 'p', toxic: 't' },
    ]);
    expect(await feed.read(1, 0)).toHaveLength(1);
    expect(logged).toEqual(['proxy-created', 'toxic-added']);
  });

  it('wakes those who wait at the next event', async () => {
    const feed = createEventFeed(() => undefined);
    const waiting = [feed.read(0, 60_000), feed.read(0, 60_000)];
    feed.record('reset', '');
    await expect(Promise.all(waiting)).resolves.toMatchObject([[{ type: 'reset' }], [{ type: 'reset' }]]);
  });

  it('lets those go whose client has gone', async () => {
    const feed = createEventFeed(() => undefined);
    const gone = new AbortController();
    const waiting = feed.read(0, 60_000, gone.signal);
    gone.abort();
    await expect(waiting).resolves.toEqual([]);
    await expect(feed.read(0, 60_000, gone.signal)).resolves.toEqual([]);
  });

  it('forgets the oldest, and says so', async () => {
    const feed = createEventFeed(() => undefined);
    for (let count = 0; count < 25_000; count += 1) feed.record('reset', '');
    expect(feed.oldest()).toBeGreaterThan(1);
    const events = await feed.read(0, 0);
    expect(events.length).toBeLessThanOrEqual(20_000);
    expect(events.at(-1)?.id).toBe(25_000);
    expect(events[0]?.id).toBe(feed.oldest());
  });
});
