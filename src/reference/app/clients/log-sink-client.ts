import { request } from 'undici';
import { timeLimit } from '../../service/time-limit.ts';
import { keepAliveAgent } from './keep-alive-agent.ts';

/** Sends batches of decision records. */
interface LogSinkClient {
  /** Rejects unless the sink has taken the batch. */
  send(batch: readonly unknown[]): Promise<void>;
  close(): Promise<void>;
}

/**
 * The sink that decision logs are sent to, as JSON arrays.
 * @param timeoutMs longest that the sink may take for one batch
 */
export function createLogSinkClient(url: string, timeoutMs: number): LogSinkClient {
  const dispatcher = keepAliveAgent();
  const endpoint = new URL('/logs', url);
  return {
    async send(batch) {
      const { statusCode, body } = await request(endpoint, {
        dispatcher,
        signal: timeLimit(timeoutMs),
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(batch),
      });
      await body.dump();
      // 204 and no other: a 200 with a body is not this sink's answer.
      if (statusCode !== 204) throw new Error(`the log sink answered ${statusCode}`);
    },
    close: () => dispatcher.destroy(),
  };
}
