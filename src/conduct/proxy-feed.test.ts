import { Toxiproxy } from 'toxiproxy-node-client';
import { afterEach, describe, expect, it } from 'vitest';
import type { FaultProxyHandle, FeedEntry, FeedPage } from '../environment/environment.ts';
import type { JournalEvent, ProxyEdge } from '../model/event.ts';
import { startClock } from './clock.ts';
import type { ProxyFeed } from './proxy-feed.ts';
import { followFeed } from './proxy-feed.ts';
import { memoryJournal } from './testing/fake-stage.ts';
import { defaultTiming } from './timing.ts';

const { signal } = new AbortController();
const path = 'r0.policy-service';
const toxic = { path, toxic: 't' };

let feed: ProxyFeed | undefined;
afterEach(() => feed?.stop());

/** A feed whose events are told by the test. */
function handMade(kept: readonly FeedEntry[] = []): {
  readonly read: NonNullable<FaultProxyHandle['readEvents']>;
  tell(edge: ProxyEdge, more?: Partial<FeedEntry>): void;
  /** Forgets what was told, as a proxy does that keeps only so much. */
  forget(): void;
  readonly requests: readonly number[];
  fail?: Error;
} {
  let events = [...kept];
  let last = events.at(-1)?.id ?? 0;
  let wake = Promise.withResolvers<void>();
  const requests: number[] = [];
  return {
    requests,
    tell(edge, more = {}) {
      last += 1;
      events.push({ id: last, path, edge, ...more });
      wake.resolve();
      wake = Promise.withResolvers();
    },
    forget: () => void (events = []),
    async read(after, waitMs, stop): Promise<FeedPage> {
      requests.push(after);
      if (this.fail !== undefined) throw this.fail;
      const stopped = Promise.withResolvers<void>();
      stop.addEventListener('abort', () => stopped.reject(stop.reason), { once: true });
      stopped.promise.catch(() => {});
      if (after >= last && waitMs > 0) await Promise.race([wake.promise, stopped.promise]);
      const found = events.filter(({ id }) => id > after);
      return { events: found, next: found.at(-1)?.id ?? after, oldest: found[0]?.id ?? 1 };
    },
  };
}

async function follow(
  made: ReturnType<typeof handMade> | undefined,
  proofWithinMs = 60_000,
): Promise<{ readonly feed: ProxyFeed; readonly events: readonly JournalEvent[] }> {
  const { journal, events } = memoryJournal();
  feed = await followFeed(
    {
      journal,
      clock: startClock(),
      timing: { ...defaultTiming, proofWithinMs },
      environment: {
        paths: [
          { name: path, consumer: 'r0', dependency: 'policy-service', proxiedUrl: 'http://127.0.0.1:1' },
        ],
        faultProxy: {
          client: new Toxiproxy('http://127.0.0.1:1'),
          capabilities: { leases: true, httpToxics: true },
          ...(made === undefined ? {} : { readEvents: made.read.bind(made) }),
        },
      },
    },
    signal,
  );
  return { feed, events };
}

/** What `watch` hears. */
function heardOf(of: ProxyFeed, during: AbortSignal = signal): readonly string[] {
  const heard: string[] = [];
  of.watch([toxic], (why) => heard.push(why), during);
  return heard;
}

describe('following the event feed', () => {
  it('journals what happens on the paths of the drill from then on, with one request an edge', async () => {
    const made = handMade([{ id: 1, path, edge: 'proxy-enabled' }]);
    const { feed: followed, events } = await follow(made);
    made.tell('toxic-added', { path: 'somebody-elses' });
    made.tell('toxic-added', { toxic: 't', detail: 'latency' });
    await followed.prove([toxic], true, signal);
    expect(events).toEqual([
      {
        type: 'proxy',
        t: expect.any(Number),
        id: 3,
        path,
        edge: 'toxic-added',
        toxic: 't',
        detail: 'latency',
      },
    ]);
    expect(made.requests).toEqual([0, 1, 3]);
  });

  it('proves that something is there, and that it is gone', async () => {
    const made = handMade();
    const { feed: followed } = await follow(made);
    const there = followed.prove([toxic, { path }], true, signal);
    made.tell('toxic-added', { toxic: 't' });
    made.tell('proxy-disabled');
    expect(await there).toEqual({ proved: true, text: 'fault proxy: events 1, 2' });
    const gone = followed.prove([toxic], false, signal);
    made.tell('toxic-removed', { toxic: 't' });
    expect(await gone).toEqual({ proved: true, text: 'fault proxy: event 3' });
  });

  it('proves nothing that it does not say', async () => {
    const { feed: followed } = await follow(handMade(), 10);
    const unsaid = { proved: false, text: `the fault proxy has not said so of ${path}` };
    expect(await followed.prove([toxic], true, signal)).toEqual(unsaid);
    // What it never said was there it cannot be believed to have lost.
    expect(await followed.prove([toxic], false, signal)).toEqual(unsaid);
  });

  it('does not wait on for a proof that nobody wants any more', async () => {
    const { feed: followed } = await follow(handMade());
    const stopping = new AbortController();
    const proof = followed.prove([toxic], true, stopping.signal);
    stopping.abort(new Error('stopped'));
    await expect(proof).rejects.toThrow('stopped');
  });

  it('tells once that something is over', async () => {
    const made = handMade();
    const { feed: followed } = await follow(made);
    const heard = heardOf(followed);
    const quiet = new AbortController();
    const unheard = heardOf(followed, quiet.signal);
    quiet.abort();
    const alsoUnheard = heardOf(followed, quiet.signal);
    made.tell('toxic-added', { toxic: 't' });
    made.tell('lease-expired', { toxic: 't' });
    made.tell('toxic-removed', { toxic: 't' });
    await followed.prove([toxic], false, signal);
    expect(heard).toEqual([`fault proxy: lease-expired ${path} t (event 2)`]);
    expect([...unheard, ...alsoUnheard]).toEqual([]);
  });

  it('believes nothing to hold through events that were lost', async () => {
    const made = handMade();
    const { feed: followed } = await follow(made);
    const heard = heardOf(followed);
    made.tell('toxic-added', { toxic: 't' });
    made.tell('toxic-updated', { toxic: 't' });
    made.forget();
    made.tell('toxic-updated', { toxic: 't' });
    await expect.poll(() => heard).toEqual([expect.stringContaining('were lost')]);
    expect(followed.trouble()).toBe('2 events of the fault proxy were lost');
  });

  it('goes on after it could not be read, and says so in the end', async () => {
    const made = handMade();
    const { feed: followed } = await follow(made);
    made.fail = new Error('connect ECONNREFUSED');
    made.tell('toxic-added', { toxic: 't' });
    await expect.poll(() => followed.trouble()).toContain('could not be read 1 times: connect ECONNREFUSED');
    delete made.fail;
    expect(await followed.prove([toxic], true, signal)).toMatchObject({ proved: true });
  });

  it('is not begun where the feed cannot be read', async () => {
    const made = handMade();
    made.fail = new Error('connect ECONNREFUSED');
    await expect(follow(made)).rejects.toMatchObject({
      name: 'StopRun',
      message: "the fault proxy's event feed could not be read: connect ECONNREFUSED",
    });
  });

  it('has no say where the fault proxy has no feed', async () => {
    const { feed: followed, events } = await follow(undefined);
    expect(await followed.prove([toxic], true, signal)).toEqual({ proved: true, text: '' });
    expect(followed.trouble()).toBeUndefined();
    expect(events).toEqual([]);
  });
});
