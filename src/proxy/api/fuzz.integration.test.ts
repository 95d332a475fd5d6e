import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createFaultProxyCore, startFaultProxy, type FaultProxyCore } from '../server.ts';
import { httpCall, type HttpCall } from '../testing/http-call.ts';
import { anyRequest } from '../testing/request-arbitrary.ts';

/** As many control requests as are sent, in sequences that share one server. */
const sequences = 2_100;
const perSequence = 50;

const statuses = new Set([200, 201, 204, 301, 400, 403, 404, 405, 409, 500]);

/** Throws unless the answer is one that the API gives. */
function check(call: HttpCall, status: number, contentType: string | undefined, body: string): void {
  if (!statuses.has(status)) throw new Error(`${JSON.stringify(call)}: ${status}`);
  if (contentType === 'application/json') JSON.parse(body);
  // The only reason to fail is an address that cannot be used.
  if (status === 500 && !/listen tcp|address |lookup /.test(body))
    throw new Error(`${JSON.stringify(call)}: ${body}`);
}

describe('the control API under 100 000 requests of all kinds', () => {
  let core: FaultProxyCore;
  beforeAll(() => {
    core = createFaultProxyCore({ seed: 1, log: () => undefined, proxyMetrics: true, runtimeMetrics: false });
  });
  afterAll(() => core.stop());

  const ask = (method: string, target: string, body = ''): ReturnType<FaultProxyCore['handle']> =>
    core.handle({ method, target, body, userAgent: 'fuzz' });

  /** So that the proxies of one sequence are not in the way of the next. */
  async function clear(): Promise<void> {
    await ask('POST', '/reset');
    const proxies: object = JSON.parse((await ask('GET', '/proxies')).body);
    for (const name of Object.keys(proxies)) await ask('DELETE', `/proxies/${encodeURIComponent(name)}`);
  }

  it('answers each, whole and in form, and stays well', { timeout: 240_000 }, async () => {
    let asked = 0;
    const sequence = fc.array(anyRequest, { minLength: perSequence, maxLength: perSequence });
    await fc.assert(
      fc.asyncProperty(sequence, async (calls) => {
        for (const call of calls) {
          const answer = await ask(call.method, call.target, call.body);
          check(call, answer.status, answer.headers['Content-Type'], answer.body);
          asked += 1;
        }
        await clear();
      }),
      { numRuns: sequences, seed: 212, endOnFailure: true },
    );
    expect(asked).toBeGreaterThanOrEqual(100_000);
  });
});

describe('the control API over HTTP', () => {
  it('answers 1 000 requests of all kinds, each on a connection of its own', async () => {
    const running = await startFaultProxy({ host: '127.0.0.1', port: 0, seed: 1 });
    let asked = 0;
    for (const call of fc.sample(anyRequest, { numRuns: 1_000, seed: 212 })) {
      const answer = await httpCall(running.url, call);
      check(call, answer.status, answer.headers['content-type'], answer.body);
      asked += 1;
    }
    expect(asked).toBe(1_000);
    await running.stop();
  });
});
