import { z } from 'zod';
import type { ProxyEdge, ProxyTraffic } from '../../model/event.ts';
import { proxyEdges } from '../../model/event.ts';
import type { FaultProxyHandle, FeedEntry } from '../environment.ts';
import { controlCall } from '../process/control-call.ts';

const count = z.int().nonnegative();
const bytes = z.object({ receivedBytes: count, sentBytes: count });
const counters = z.object({
  connections: z.object({ accepted: count, unreachable: count }),
  upstream: bytes,
  downstream: bytes,
});
const pageSchema = z.object({
  events: z.array(
    z.object({
      id: count,
      type: z.string(),
      proxy: z.string(),
      toxic: z.string().exactOptional(),
      detail: z.string().exactOptional(),
    }),
  ),
  next: count,
  oldest: count,
  counters: z.record(z.string(), counters),
});

/** Reads the event feed of a fault proxy of ours (`GET /events`). @param url of its API */
export function eventReader(url: string): NonNullable<FaultProxyHandle['readEvents']> {
  return async (after, waitMs, signal) => {
    const answer = await controlCall(`${url}/events?after=${after}&wait_ms=${Math.round(waitMs)}`, {
      signal,
    });
    const page = pageSchema.parse(answer);
    const events = page.events.flatMap(({ type, proxy: path, ...event }): readonly FeedEntry[] => {
      if (!isKnown(type)) return [];
      const seen = page.counters[path];
      return [{ ...event, path, edge: type, ...(seen === undefined ? {} : { traffic: trafficOf(seen) }) }];
    });
    return { events, next: page.next, oldest: page.oldest };
  };
}

function trafficOf({ connections, upstream, downstream }: z.infer<typeof counters>): ProxyTraffic {
  return {
    connections: connections.accepted,
    unreachable: connections.unreachable,
    fromConsumerBytes: upstream.receivedBytes,
    toDependencyBytes: upstream.sentBytes,
    fromDependencyBytes: downstream.receivedBytes,
    toConsumerBytes: downstream.sentBytes,
  };
}

const known: ReadonlySet<string> = new Set(proxyEdges);

function isKnown(type: string): type is ProxyEdge {
  return known.has(type);
}
