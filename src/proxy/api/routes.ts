/** A path that the API knows, with the names in it. */
export type Route =
  | { readonly name: 'version' | 'proxies' | 'populate' | 'reset' | 'metrics' | 'events' }
  | { readonly name: 'proxy' | 'toxics'; readonly proxy: string }
  | { readonly name: 'toxic'; readonly proxy: string; readonly toxic: string };

/** What a request's target comes to. */
export type Routing =
  | { readonly kind: 'route'; readonly route: Route; readonly query: URLSearchParams }
  | { readonly kind: 'redirect'; readonly location: string }
  | { readonly kind: 'unknown' }
  /** Not a target at all, such as one with `%zz` in it. */
  | { readonly kind: 'malformed' };

/** Finds the route of a request target, which is cleaned (`//proxies`) by a redirect, as the original's router does. */
export function findRoute(target: string): Routing {
  const origin = /^https?:\/\/[^/?]*/i.exec(target)?.[0] ?? '';
  const [rawPath = '', ...queryParts] = target.slice(origin.length).split('?');
  const query = queryParts.join('?');
  let path: string;
  try {
    path = decodeURIComponent(rawPath);
  } catch (error) {
    if (error instanceof URIError) return { kind: 'malformed' };
    throw error;
  }
  const clean = cleanPath(path);
  if (clean !== path) {
    return { kind: 'redirect', location: encodeURI(clean) + (query === '' ? '' : `?${query}`) };
  }
  const route = routeOf(clean);
  if (route === undefined) return { kind: 'unknown' };
  return { kind: 'route', route, query: new URLSearchParams(query) };
}

function routeOf(path: string): Route | undefined {
  const [, first = '', proxy = '', toxics = '', toxic = '', ...more] = path.split('/');
  const depth = path.split('/').length - 1;
  if (more.length > 0) return undefined;
  if (depth === 1) {
    switch (first) {
      case 'version':
      case 'proxies':
      case 'populate':
      case 'reset':
      case 'metrics':
      case 'events':
        return { name: first };
      default:
        return undefined;
    }
  }
  if (first !== 'proxies' || proxy === '') return undefined;
  if (depth === 2) return { name: 'proxy', proxy };
  if (toxics !== 'toxics') return undefined;
  if (depth === 3) return { name: 'toxics', proxy };
  return toxic === '' ? undefined : { name: 'toxic', proxy, toxic };
}

/** Go's `path.Clean`, but a slash at the end stays. */
function cleanPath(path: string): string {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..') parts.pop();
    else parts.push(part);
  }
  const clean = `/${parts.join('/')}`;
  return path.endsWith('/') && clean !== '/' ? `${clean}/` : clean;
}
