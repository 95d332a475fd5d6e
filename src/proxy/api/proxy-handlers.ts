import type { EventFeed } from '../event-feed.ts';
import type { Proxies } from '../proxies.ts';
import type { Proxy } from '../proxy.ts';
import { replaceToxics } from '../toxic-changes.ts';
import { asApiError } from './api-error.ts';
import type { Act, ApiContext, Methods } from './handlers.ts';
import { readNewProxy, readPopulate, readProxy, readToxics } from './requests.ts';
import { json, noContent, proxyView, type ApiResponse } from './responses.ts';

/** `/proxies` */
export function proxyList({ proxies }: ApiContext, body: string): Methods {
  return {
    GET: () => json(200, Object.fromEntries(proxies.all().map((proxy) => [proxy.name, proxyView(proxy)]))),
    POST: async () => {
      const { name, listen = '', upstream, enabled = true, ttlMs } = readNewProxy(body);
      return json(201, proxyView(await proxies.create(name, { listen, upstream, enabled, ttlMs })));
    },
  };
}

/** `/proxies/{proxy}` */
export function oneProxy({ proxies }: ApiContext, name: string, body: string): Methods {
  const update: Act = async () => {
    proxies.get(name);
    const change = readProxy(body);
    const updated = await proxies.update(name, (current) => ({
      listen: change.listen ?? current.listen,
      upstream: change.upstream ?? current.upstream,
      enabled: change.enabled ?? current.enabled,
      ttlMs: change.ttlMs,
    }));
    return json(200, proxyView(updated));
  };
  return {
    GET: () => json(200, proxyView(proxies.get(name))),
    POST: update,
    PATCH: update,
    DELETE: async () => {
      await proxies.remove(name);
      return noContent;
    },
  };
}

/** `/reset` */
export function reset({ proxies }: ApiContext): Methods {
  return {
    POST: async () => {
      await proxies.reset();
      return noContent;
    },
  };
}

/**
 * Answers `/populate`, and serves for the configuration file: everything is checked before anything is made, then
 * the proxies are made one after the other. What was made before a failure stays, and is answered beside the error.
 */
export async function populate(
  { proxies, feed }: { readonly proxies: Proxies; readonly feed: EventFeed },
  body: string,
): Promise<ApiResponse> {
  const done: Proxy[] = [];
  try {
    const orders = readPopulate(body).map((request) => ({ request, toxics: readToxics(request.toxics) }));
    for (const { request, toxics } of orders) {
      const { name, listen = '', upstream, enabled = true, ttlMs } = request;
      const prepare = (proxy: Proxy): void => {
        if (toxics.length > 0) replaceToxics(proxy, toxics, feed);
      };
      done.push(await proxies.createOrReplace(name, { listen, upstream, enabled, ttlMs }, prepare));
    }
    return json(201, { proxies: done.map(proxyView) });
  } catch (error) {
    const { message, status } = asApiError(error);
    return json(status, { error: message, status, proxies: done.length === 0 ? null : done.map(proxyView) });
  }
}
