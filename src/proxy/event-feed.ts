/** One change of a proxy or a toxic, or something that befell it. */
export interface FeedEvent {
  /** Counts up from 1. */
  readonly id: number;
  /** Wall clock, ISO 8601. */
  readonly at: string;
  readonly type: FeedEventType;
  readonly proxy: string;
  readonly toxic?: string;
  readonly detail?: string;
}

export type FeedEventType =
  | 'proxy-created'
  | 'proxy-enabled'
  | 'proxy-disabled'
  | 'proxy-updated'
  | 'proxy-removed'
  | 'toxic-added'
  | 'toxic-updated'
  | 'toxic-removed'
  | 'lease-expired'
  | 'heal-failed'
  | 'reset'
  | 'upstream-unreachable';

/** What happened, for those who want to prove it: the latest events, and a way to wait for the next. */
export interface EventFeed {
  record(
    type: FeedEventType,
    proxy: string,
    more?: { readonly toxic?: string; readonly detail?: string },
  ): void;
  /** Events with an id above `after`; waits up to `waitMs` for the first, or until the signal fires. */
  read(after: number, waitMs: number, signal?: AbortSignal): Promise<readonly FeedEvent[]>;
  /** Id of the oldest event that is still kept; 1 while none is lost. */
  oldest(): number;
}

const kept = 10_000;

/** @param log also told every event, for the structured log */
export function createEventFeed(log: (event: FeedEvent) => void): EventFeed {
  let events: FeedEvent[] = [];
  let lastId = 0;
  const waiters = new Set<() => void>();
  return {
    record(type, proxy, more = {}) {
      lastId += 1;
      const event: FeedEvent = { id: lastId, at: new Date().toISOString(), type, proxy, ...more };
      events.push(event);
      if (events.length >= kept * 2) events = events.slice(-kept);
      log(event);
      for (const wake of waiters) wake();
    },
    async read(after, waitMs, signal) {
      if (after >= lastId && waitMs > 0 && signal?.aborted !== true) {
        await new Promise<void>((resolve) => {
          const wake = (): void => {
            clearTimeout(timer);
            waiters.delete(wake);
            signal?.removeEventListener('abort', wake);
            resolve();
          };
          const timer = setTimeout(wake, waitMs);
          waiters.add(wake);
          signal?.addEventListener('abort', wake);
        });
      }
      return events.filter((event) => event.id > after);
    },
    oldest: () => events[0]?.id ?? 1,
  };
}
