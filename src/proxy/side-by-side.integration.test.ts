import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startFaultProxy, type RunningFaultProxy } from './server.ts';
import { apiScript } from './testing/api-script.ts';
import { dataProbes } from './testing/data-probes.ts';
import { httpCall, type HttpAnswer, type HttpCall } from './testing/http-call.ts';
import { findToxiproxy, startToxiproxy, type RealToxiproxy } from './testing/real-toxiproxy.ts';

/** On a machine that checks changes the original must be there: a check that is left out shows nothing. */
const program = findToxiproxy();
const required = process.env['CI'] === 'true';

describe.skipIf(program === undefined && !required)('beside a real Toxiproxy 2.12', () => {
  let real: RealToxiproxy;
  let ours: RunningFaultProxy;

  beforeAll(async () => {
    if (program === undefined)
      throw new Error('no toxiproxy-server: install it and name it in TOXIPROXY_SERVER');
    real = await startToxiproxy(program);
    ours = await startFaultProxy({ host: '127.0.0.1', port: 0, seed: 1 });
  });
  afterAll(async () => {
    await ours?.stop();
    await real?.stop();
  });

  it('answers a script of control requests alike', async () => {
    const theirAnswers: unknown[] = [];
    const ourAnswers: unknown[] = [];
    for (const call of apiScript) {
      theirAnswers.push(seen(call, await httpCall(real.url, call), real.url));
      ourAnswers.push(seen(call, await httpCall(ours.url, call), ours.url));
    }
    expect(ourAnswers).toEqual(theirAnswers);
  });

  it.each(dataProbes)('$name', async ({ probe, differs }) => {
    const theirs = await probe(real.url);
    const own = await probe(ours.url);
    expect({ theirs, own }).toEqual(differs ?? { theirs, own: theirs });
  });
});

/** What is compared: all but the texts behind `bad request body:`, which depend on the version of Go, and ports. */
function seen(call: HttpCall, { status, headers, body }: HttpAnswer, url: string): unknown {
  return {
    call,
    status,
    contentType: headers['content-type'],
    noSniff: headers['x-content-type-options'],
    location: headers['location'],
    hasId: headers['x-toxiproxy-request-id'] !== undefined,
    body: body
      .replaceAll(`:${new URL(url).port}`, ':<api>')
      .replaceAll('"Logger":{},', '')
      .replaceAll(/:\d{5}"/g, ':<port>"')
      .replaceAll(/ on [\d.]+:53/g, '')
      .replaceAll(/(bad request body: ).*(",")/g, '$1…$2')
      .replaceAll(/("version": )".*"/g, '$1"…"')
      .replaceAll('{"proxies":null}', '{"proxies":[]}'),
  };
}
