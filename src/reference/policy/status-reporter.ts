import { Agent, request } from 'undici';
import { timeLimit } from '../service/time-limit.ts';
import { createTroubleLog } from './trouble.ts';
import { noStatus, updated, type StatusNews, type StatusReport } from './policy-status.ts';

/** Tells the bundle service which policy a process says it has. Nothing waits for it and nothing rests on it. */
export interface StatusReporter {
  /** Returns at once. While a report is under way only the latest news is kept for the next. */
  report(news: StatusNews): void;
  close(): Promise<void>;
}

/**
 * Reports over a connection of its own, so that a report that hangs holds up nothing else.
 * @param name who reports
 * @param timeoutMs for one report
 */
export function createStatusReporter(
  bundleServiceUrl: string,
  name: string,
  timeoutMs: number,
): StatusReporter {
  const url = new URL('/status', bundleServiceUrl);
  const trouble = createTroubleLog(name);
  const dispatcher = new Agent({ connections: 1 });
  let status = noStatus;
  let unsent = false;
  let sending: Promise<void> | undefined;
  const closing = new AbortController();

  async function send(): Promise<void> {
    while (unsent && !closing.signal.aborted) {
      unsent = false;
      const report: StatusReport = { labels: { id: name }, bundles: { ledger: status } };
      try {
        const { statusCode, body } = await request(url, {
          dispatcher,
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(report),
          signal: timeLimit(timeoutMs),
        });
        await body.dump();
        if (statusCode >= 300) throw new Error(`the status report was answered ${statusCode}`);
      } catch (error) {
        if (!closing.signal.aborted) trouble.tell('policy-status-not-reported', { error: String(error) });
      }
    }
    sending = undefined;
  }

  return {
    report(news) {
      status = updated(status, news, new Date().toISOString());
      unsent = true;
      sending ??= send();
    },
    async close() {
      closing.abort();
      await Promise.all([dispatcher.destroy(), sending]);
    },
  };
}
