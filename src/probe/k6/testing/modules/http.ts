/** `k6/http`, as far as our script uses it: requests that return when they are answered, which takes a thread of its own. */
import { MessageChannel, receiveMessageOnPort, Worker } from 'node:worker_threads';
import { emit } from '../samples.ts';
import exec from './execution.ts';
import type { Asked, Request } from './http-worker.ts';

interface Params {
  readonly headers?: Readonly<Record<string, string>>;
  readonly timeout: number;
  readonly tags: Readonly<Record<string, string>>;
}

const answered = new Int32Array(new SharedArrayBuffer(4));
const { port1: near, port2: far } = new MessageChannel();
const worker = new Worker(new URL('./http-worker.ts', import.meta.url), {
  workerData: { port: far, answered },
  transferList: [far],
});
worker.unref();
near.unref();

function ask(question: Request): Asked {
  Atomics.store(answered, 0, 0);
  // A port within the process has no origin.
  // oxlint-disable-next-line unicorn/require-post-message-target-origin
  near.postMessage(question);
  Atomics.wait(answered, 0, 0);
  const asked: Asked = receiveMessageOnPort(near)?.message;
  return asked;
}

function request(method: string, url: string, body: string | null, params: Params): unknown {
  const { status, headers, text, failed, tookMs } = ask({
    method,
    url,
    body,
    headers: params.headers ?? {},
    timeoutMs: params.timeout,
  });
  emit({
    metric: 'http_req_duration',
    value: tookMs,
    tags: params.tags,
    metadata: { ...exec.vu.metrics.metadata },
  });
  return {
    status,
    // Go writes header names like this.
    headers: Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [
        name.replaceAll(/(?:^|-)[a-z]/g, (letters) => letters.toUpperCase()),
        value,
      ]),
    ),
    body: status === 0 ? null : text,
    error: failed,
    error_code: errorCode(status, failed),
    timings: { blocked: 0, connecting: 0, tls_handshaking: 0, duration: tookMs },
  };
}

function errorCode(status: number, failed: string): number {
  if (status >= 400) return 1_000 + status;
  if (failed === '') return 0;
  if (failed === 'ECONNREFUSED') return 1_212;
  return failed === 'timeout' ? 1_050 : 1_000;
}

export default {
  setResponseCallback: (): void => {},
  expectedStatuses: (): null => null,
  request,
  get: (url: string, params: Params): unknown => request('GET', url, null, params),
};
