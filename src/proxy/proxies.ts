import { proxyAlreadyExists, proxyNotFound } from './api/api-error.ts';
import type { EventFeed } from './event-feed.ts';
import { Proxy, type ProxyChange } from './proxy.ts';

/** All proxies of one server. Changes of one proxy are made one after the other, in the order asked for. */
export class Proxies {
  readonly #proxies = new Map<string, Proxy>();
  /** By name, the end of the last change that was asked for. */
  readonly #turns = new Map<string, Promise<void>>();
  readonly #seed: number;
  readonly #feed: EventFeed;

  constructor(seed: number, feed: EventFeed) {
    this.#seed = seed;
    this.#feed = feed;
  }

  /** By name, sorted as Go sorts the keys of a map. */
  all(): readonly Proxy[] {
    return [...this.#proxies.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** @throws ApiError 404 */
  get(name: string): Proxy {
    const proxy = this.#proxies.get(name);
    if (proxy === undefined) throw proxyNotFound();
    return proxy;
  }

  find(name: string): Proxy | undefined {
    return this.#proxies.get(name);
  }

  /** Makes a proxy and, if wanted, starts it; one that does not start is not kept. @throws ApiError 409, Error */
  create(name: string, change: ProxyChange): Promise<Proxy> {
    return this.#inTurn(name, async () => {
      if (this.#proxies.has(name)) throw proxyAlreadyExists();
      return this.#add(name, change);
    });
  }

  /**
   * Makes the proxy what is asked, whether it is there or not; the toxics of one that stays the same are kept.
   * @param prepare called before the proxy lets the first connection through
   */
  createOrReplace(name: string, change: ProxyChange, prepare: (proxy: Proxy) => void): Promise<Proxy> {
    return this.#inTurn(name, async () => {
      const existing = this.#proxies.get(name);
      if (existing !== undefined && !(await existing.differs(change.listen, change.upstream))) {
        prepare(existing);
        await existing.update({ ...change, listen: existing.listen });
        return existing;
      }
      if (existing !== undefined) this.#discard(existing);
      return this.#add(name, change, prepare);
    });
  }

  /** @throws ApiError 404, Error with Go's text where the new address cannot be used */
  update(name: string, change: (current: Proxy) => ProxyChange): Promise<Proxy> {
    return this.#inTurn(name, async () => {
      const proxy = this.get(name);
      await proxy.update(change(proxy));
      return proxy;
    });
  }

  /** @throws ApiError 404 */
  remove(name: string): Promise<void> {
    return this.#inTurn(name, async () => this.#discard(this.get(name)));
  }

  /** Heals every proxy that it can. @throws Error that names those it could not */
  async reset(): Promise<void> {
    const healed = await Promise.allSettled(
      this.all().map((proxy) =>
        this.#inTurn(proxy.name, async () => {
          for (const toxic of proxy.toxics) proxy.removeToxic(toxic);
          if (this.#proxies.get(proxy.name) === proxy) await proxy.start();
        }),
      ),
    );
    this.#feed.record('reset', '');
    const reasons = healed.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []));
    if (reasons.length > 0) {
      const text = reasons.map((reason: unknown) =>
        reason instanceof Error ? reason.message : String(reason),
      );
      throw new Error(text.join('; '));
    }
  }

  /** Stops everything. */
  clear(): void {
    for (const proxy of this.#proxies.values()) this.#discard(proxy);
  }

  async #add(name: string, change: ProxyChange, prepare?: (proxy: Proxy) => void): Promise<Proxy> {
    const { listen, upstream } = change;
    const options = { name, listen, upstream, seed: this.#seed, feed: this.#feed };
    const proxy = new Proxy(options, (expired) => this.#expired(expired));
    prepare?.(proxy);
    if (change.enabled) await proxy.start();
    else proxy.lease.renew(change.ttlMs);
    this.#proxies.set(name, proxy);
    this.#feed.record('proxy-created', name, { detail: `${proxy.listen} to ${upstream}` });
    return proxy;
  }

  #discard(proxy: Proxy): void {
    proxy.stop();
    for (const toxic of proxy.toxics) toxic.lease.end();
    this.#proxies.delete(proxy.name);
    this.#feed.record('proxy-removed', proxy.name);
  }

  #expired(proxy: Proxy): void {
    this.#feed.record('lease-expired', proxy.name, { detail: 'enabled' });
    this.#inTurn(proxy.name, async () => {
      const renewedMeanwhile = proxy.lease.ttlMs !== undefined;
      if (this.#proxies.get(proxy.name) === proxy && !renewedMeanwhile) await proxy.heal();
    }).catch(() => undefined); // It is in the feed, and the proxy goes on trying.
  }

  /** Runs `act` when everything asked for before under this name is done. */
  async #inTurn<Result>(name: string, act: () => Promise<Result>): Promise<Result> {
    const before = this.#turns.get(name);
    const { promise: done, resolve } = Promise.withResolvers<void>();
    this.#turns.set(name, done);
    await before;
    try {
      return await act();
    } finally {
      if (this.#turns.get(name) === done) this.#turns.delete(name);
      resolve();
    }
  }
}
