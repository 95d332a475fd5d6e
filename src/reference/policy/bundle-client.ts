import { Agent, request, type Dispatcher } from 'undici';
import { timeLimit } from '../service/time-limit.ts';
import { confirmationHeader } from './read-confirmation.ts';

/** How one question for a bundle is asked. */
export interface BundleRequest {
  /** Entity tag of the bundle at hand, which is not sent again. */
  readonly etag: string | undefined;
  /** How long the service may hold back its answer for a newer bundle, in whole seconds; 0 asks it to answer at once. */
  readonly waitMs: number;
}

/** What the bundle service said: nothing new, or an archive that still has to be verified. */
export type BundleAnswer = AnswerTerms &
  ({ readonly kind: 'unchanged' } | { readonly kind: 'bundle'; readonly archive: Buffer });

interface AnswerTerms {
  readonly etag: string | undefined;
  /** What it signed about the bundle that it serves, unread. */
  readonly confirmation: string | undefined;
  /** Whether the service says that it was ready to hold this answer back. */
  readonly holdsBack: boolean;
}

/** Asks the bundle service for bundles. */
export interface BundleClient {
  /** @throws Error for every answer but 200 and 304, and when none came in time */
  fetch(asked: BundleRequest): Promise<BundleAnswer>;
  close(): Promise<void>;
}

/** No bundle is nearly as long as this; an answer that is longer never ends. */
const longestBundleBytes = 16 * 1_024 * 1_024;

/** By this type of its answers, 304 included, a bundle service says that it knows long polling. Source: OPA, "Bundles". */
const longPollType = 'application/vnd.openpolicyagent.bundles';

/**
 * Asks `url` the way OPA asks for its bundles.
 * @param timeoutMs for an answer, besides what the service was asked to hold it back
 */
export function createBundleClient(url: URL, timeoutMs: number): BundleClient {
  const dispatcher = new Agent({ connections: 2, maxResponseSize: longestBundleBytes });
  return {
    async fetch({ etag, waitMs }) {
      const { statusCode, headers, body } = await request(url, {
        dispatcher,
        signal: timeLimit(waitMs + timeoutMs),
        headers: {
          ...(etag === undefined ? {} : { 'if-none-match': etag }),
          ...(waitMs === 0 ? {} : { prefer: `modes=snapshot;wait=${waitMs / 1_000}` }),
        },
      });
      if (statusCode === 200) {
        const archive = Buffer.from(await body.arrayBuffer());
        return { kind: 'bundle', archive, ...termsOf(headers) };
      }
      await body.dump();
      if (statusCode === 304 && etag !== undefined) return { kind: 'unchanged', ...termsOf(headers) };
      throw new Error(`the bundle service answered ${statusCode}`);
    },
    close: () => dispatcher.destroy(),
  };
}

function termsOf(headers: Dispatcher.ResponseData['headers']): AnswerTerms {
  const only = (name: string): string | undefined => {
    const value = headers[name];
    return typeof value === 'string' ? value : undefined;
  };
  return {
    etag: only('etag'),
    confirmation: only(confirmationHeader),
    holdsBack: only('content-type')?.startsWith(longPollType) === true,
  };
}
