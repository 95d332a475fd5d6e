import { workerData } from 'node:worker_threads';
import type { MessagePort } from 'node:worker_threads';
import { request as open } from 'undici';

export interface Request {
  readonly method: string;
  readonly url: string;
  readonly body: string | null;
  readonly headers: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
}

export interface Asked {
  /** 0 without an answer. */
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  /** What went wrong; empty where nothing did. */
  readonly failed: string;
  readonly tookMs: number;
}

const { port, answered }: { port: MessagePort; answered: Int32Array } = workerData;

async function ask({ method, url, body, headers, timeoutMs }: Request): Promise<Asked> {
  const from = performance.now();
  try {
    const response = await open(url, {
      method,
      body,
      headers,
      signal: AbortSignal.timeout(timeoutMs),
    });
    const text = await response.body.text();
    const flat = Object.entries(response.headers).map(([name, value]) => [name, String(value)]);
    return {
      status: response.statusCode,
      headers: Object.fromEntries(flat),
      text,
      failed: '',
      tookMs: performance.now() - from,
    };
  } catch (error) {
    const failed = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    const isTimeout = error instanceof Error && error.name === 'TimeoutError';
    return {
      status: 0,
      headers: {},
      text: '',
      failed: isTimeout ? 'timeout' : failed,
      tookMs: performance.now() - from,
    };
  }
}

async function answer(given: Request): Promise<void> {
  port.postMessage(await ask(given));
  Atomics.store(answered, 0, 1);
  Atomics.notify(answered, 0);
}

port.on('message', (given: Request) => void answer(given));
