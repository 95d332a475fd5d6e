import { addToxic, findToxic, updateToxic } from '../toxic-changes.ts';
import type { Act, ApiContext, Methods } from './handlers.ts';
import { readNewToxic, readToxicUpdate } from './requests.ts';
import { json, noContent, toxicView, toxicViews } from './responses.ts';

/** `/proxies/{proxy}/toxics` */
export function toxicList({ proxies, feed }: ApiContext, proxyName: string, body: string): Methods {
  return {
    GET: () => json(200, toxicViews(proxies.get(proxyName).toxics)),
    POST: () => {
      const proxy = proxies.get(proxyName);
      const request = readNewToxic(body, (name) => proxy.toxics.some((toxic) => toxic.name === name));
      return json(200, toxicView(addToxic(proxy, request, feed)));
    },
  };
}

/** `/proxies/{proxy}/toxics/{toxic}` */
export function oneToxic({ proxies }: ApiContext, proxyName: string, name: string, body: string): Methods {
  const update: Act = () => {
    const proxy = proxies.get(proxyName);
    const toxic = findToxic(proxy, name);
    updateToxic(proxy, toxic, readToxicUpdate(body, toxic.type));
    return json(200, toxicView(toxic));
  };
  return {
    GET: () => json(200, toxicView(findToxic(proxies.get(proxyName), name))),
    POST: update,
    PATCH: update,
    DELETE: () => {
      const proxy = proxies.get(proxyName);
      proxy.removeToxic(findToxic(proxy, name));
      return noContent;
    },
  };
}
