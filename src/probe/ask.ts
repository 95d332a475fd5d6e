import { Pool } from 'undici';
import type { Dispatcher } from 'undici';
import type { RawAnswer } from './classify.ts';
import type { ProbeRequest } from './request.ts';

/** How one request went; times by the clock that was given. */
export type Asked = {
  /** Just before the request was written; where no connection came about, when it was asked for. */
  readonly sent: number;
  /** After the last byte of the answer, or when it was clear that none comes. */
  readonly received: number;
} & (
  | { readonly kind: 'answer'; readonly answer: RawAnswer }
  | { readonly kind: 'timeout' }
  | { readonly kind: 'failure'; readonly error: unknown }
);

/** The way to one replica. */
export interface Asker {
  /** Sends one request; resolves whatever becomes of it, at the latest after the deadline. */
  ask(request: ProbeRequest, bearer: string): Promise<Asked>;
  /** Drops every connection; what is still under way ends as a failure. */
  close(): Promise<void>;
}

export interface AskerOptions {
  readonly url: string;
  /** Longest to wait for the whole answer, in milliseconds. */
  readonly deadlineMs: number;
  readonly now: () => number;
}

/**
 * Connections are kept alive and there are as many as it takes: a probe never waits behind a slow answer, which
 * would make the arrivals closed-loop. Written against the client's dispatcher, which alone tells the moment
 * before the request is written and costs the least for each probe.
 */
export function openAsker(options: AskerOptions): Asker {
  const { deadlineMs, now } = options;
  const pool = new Pool(options.url, {
    connections: null,
    pipelining: 1,
    // The deadline below is the only time limit.
    headersTimeout: 0,
    bodyTimeout: 0,
    connect: { timeout: 0 },
  });

  return {
    ask: (request, bearer) =>
      new Promise<Asked>((resolve) => {
        let sent = now();
        let status = 0;
        let headers: RawAnswer['headers'] = {};
        let chunks: Buffer[] = [];
        let controller: Dispatcher.DispatchController | undefined;
        let settled = false;

        function settle(asked: Asked): void {
          if (settled) return;
          settled = true;
          clearTimeout(deadline);
          chunks = [];
          resolve(asked);
        }

        const deadline = setTimeout(() => {
          settle({ kind: 'timeout', sent, received: now() });
          controller?.abort(new Error('The probe waited no longer.'));
        }, deadlineMs);

        pool.dispatch(
          {
            method: request.method,
            path: request.path,
            headers: { ...request.headers, authorization: `Bearer ${bearer}` },
            body: request.body,
          },
          {
            onRequestStart: (started) => {
              if (settled) {
                started.abort(new Error('The probe waited no longer.'));
                return;
              }
              controller = started;
              sent = now();
            },
            onResponseStart: (_controller, statusCode, responseHeaders) => {
              status = statusCode;
              headers = responseHeaders;
              // Informational answers (1xx) come before the real one.
              chunks = [];
            },
            onResponseData: (_controller, chunk) => {
              chunks.push(chunk);
            },
            onResponseEnd: () => {
              const body = Buffer.concat(chunks).toString('utf8');
              settle({ kind: 'answer', sent, received: now(), answer: { status, headers, body } });
            },
            onResponseError: (_controller, error) => {
              settle({ kind: 'failure', sent, received: now(), error });
            },
          },
        );
      }),
    close: () => pool.destroy(),
  };
}
