import { Agent, request } from 'undici';
import { timeLimit } from '../service/time-limit.ts';

/** What the bundle service said: nothing new, or an archive that still has to be verified. */
export type BundleAnswer =
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'bundle'; readonly archive: Buffer; readonly etag: string | undefined };

/** Asks the bundle service for bundles. */
export interface BundleClient {
  /**
   * Asks for the bundle, unless it still is the one with this entity tag.
   * @throws Error for every answer but 200 and 304, and when none came in time
   */
  fetch(etag: string | undefined): Promise<BundleAnswer>;
  close(): Promise<void>;
}

/** No bundle is nearly as long as this; an answer that is longer never ends. */
const longestBundleBytes = 16 * 1_024 * 1_024;

/** Asks `<url>/bundles/ledger` the way OPA asks for its bundles, each time within `timeoutMs`. */
export function createBundleClient(url: string, timeoutMs: number): BundleClient {
  const dispatcher = new Agent({ connections: 2, maxResponseSize: longestBundleBytes });
  return {
    async fetch(etag) {
      const { statusCode, headers, body } = await request(new URL('/bundles/ledger', url), {
        dispatcher,
        signal: timeLimit(timeoutMs),
        headers: etag === undefined ? {} : { 'if-none-match': etag },
      });
      if (statusCode === 200) {
        const archive = Buffer.from(await body.arrayBuffer());
        return { kind: 'bundle', archive, etag: typeof headers.etag === 'string' ? headers.etag : undefined };
      }
      await body.dump();
      if (statusCode === 304 && etag !== undefined) return { kind: 'unchanged' };
      throw new Error(`the bundle service answered ${statusCode}`);
    },
    close: () => dispatcher.destroy(),
  };
}
