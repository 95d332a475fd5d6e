import { readFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startFaultProxy, type RunningFaultProxy } from './server.ts';
import { freePort } from './testing/free-port.ts';
import { httpCall, type HttpAnswer } from './testing/http-call.ts';
import { parseTranscript, type Exchange } from './testing/transcript.ts';

/** The API port of the server that was recorded, and a port that it was told to listen on. */
const recordedApiPort = '18474';
const recordedListenPort = '39001';

/** Where we answer otherwise on purpose: the part of a recorded request that it is known by, and our answer. */
const differences: readonly {
  readonly request: string;
  readonly why: string;
  readonly status: number;
  readonly body: unknown;
}[] = [
  {
    request: '{"type":"noop","name":"n","toxicity":7}',
    why: 'a toxicity is a share',
    status: 400,
    body: '{"error":"invalid value: toxicity must be from 0 to 1, not 7","status":400}',
  },
  {
    request: '{"type":"noop","name":"n2","toxicity":-1}',
    why: 'a toxicity is a share',
    status: 400,
    body: '{"error":"invalid value: toxicity must be from 0 to 1, not -1","status":400}',
  },
  {
    request: '{"type":"slicer","name":"s","attributes":{"unknown":3}}',
    why: 'slices of no size kill the original',
    status: 400,
    body: '{"error":"invalid value: average_size must be at least 1, not 0","status":400}',
  },
  {
    request: '/populate -d []',
    why: 'null is no list, and breaks the Node client',
    status: 201,
    body: '{"proxies":[]}',
  },
  {
    request: `{"name":"q1","listen":"127.0.0.1:${recordedListenPort}","upstream":"x:1","toxics":[{"type":"latency"}]}]`,
    why: 'populate creates toxics',
    status: 201,
    body: expect.stringMatching(
      /^\{"proxies":\[\{"name":"q1",.*"enabled":true,"toxics":\[\{"attributes":\{"latency":0,"jitter":0\},"name":"latency_downstream",.*\}\]\}\]\}$/,
    ),
  },
  {
    request: `{"name":"q1","listen":"127.0.0.1:${recordedListenPort}","upstream":"x:1","enabled":false}]`,
    why: 'populate honours enabled',
    status: 201,
    body: expect.stringMatching(/^\{"proxies":\[\{"name":"q1",.*"enabled":false,"toxics":\[\{.*\}\]\}\]\}$/),
  },
  {
    request: 'http://127.0.0.1:18474/metrics',
    why: 'the metrics are our own; the type of the page is the same',
    status: 200,
    body: expect.stringMatching(/^# HELP /),
  },
];

/** Toxics that the original has and we refused. */
const refusedToxics = [
  '{"attributes":{},"name":"n","type":"noop","stream":"downstream","toxicity":7}',
  '{"attributes":{},"name":"n2","type":"noop","stream":"downstream","toxicity":-1}',
  '{"attributes":{"average_size":0,"size_variation":0,"delay":0},"name":"s","type":"slicer","stream":"downstream","toxicity":1}',
];

describe('the recorded answers of Toxiproxy 2.12', () => {
  let proxy: RunningFaultProxy;

  beforeEach(async () => {
    proxy = await startFaultProxy({ host: '127.0.0.1', port: 0, seed: 1, proxyMetrics: true });
  });
  afterEach(() => proxy.stop());

  it('are ours, but for the listed differences', async () => {
    const apiPort = new URL(proxy.url).port;
    const listenPort = String(await freePort());
    const theirs: Seen[] = [];
    const ours: Seen[] = [];
    for (const { command, call, answer } of await recordedExchanges()) {
      const body = call.body?.replaceAll(recordedApiPort, apiPort).replaceAll(recordedListenPort, listenPort);
      const own = await httpCall(proxy.url, { ...call, ...(body === undefined ? {} : { body }) });
      theirs.push({ command, ...(differenceOf(command) ?? asRecorded(answer)) });
      ours.push({ command, ...asSeen(own, apiPort) });
    }
    expect(ours).toEqual(theirs);
  });

  it('are met where we differ', async () => {
    const commands = (await recordedExchanges()).map(({ command }) => command);
    const unmet = differences.filter(({ request }) => !commands.some((command) => command.endsWith(request)));
    expect(unmet).toEqual([]);
  });
});

/** What is compared of an answer. */
interface Seen {
  readonly command: string;
  readonly status: number;
  readonly contentType: unknown;
  readonly noSniff: unknown;
  readonly body: unknown;
}

function differenceOf(command: string): Omit<Seen, 'command'> | undefined {
  const difference = differences.find(({ request }) => command.endsWith(request));
  if (difference === undefined) return undefined;
  const { status, body } = difference;
  return {
    status,
    contentType: expect.anything(),
    noSniff: status === 400 ? 'nosniff' : undefined,
    body,
  };
}

function asSeen({ status, headers, body }: HttpAnswer, apiPort: string): Omit<Seen, 'command'> {
  const contentType = headers['content-type'];
  return { status, contentType, noSniff: headers['x-content-type-options'], body: masked(body, apiPort) };
}

/** The recorded answer without what we leave out on purpose. */
function asRecorded(answer: HttpAnswer): Omit<Seen, 'command'> {
  let body = answer.body.replaceAll('"Logger":{},', '');
  for (const toxic of refusedToxics) body = body.replaceAll(`${toxic},`, '').replaceAll(`,${toxic}`, '');
  return asSeen({ ...answer, body }, recordedApiPort);
}

/** The second transcript goes on where the first has ended. */
async function recordedExchanges(): Promise<Exchange[]> {
  const texts = await Promise.all(
    ['golden-1.txt', 'golden-2.txt'].map((file) =>
      readFile(new URL(`../../fixtures/toxiproxy/${file}`, import.meta.url), 'utf8'),
    ),
  );
  return texts.flatMap(parseTranscript);
}

/** Ports that the system chose, and the port of the API, are not the same twice. */
function masked(body: string, apiPort: string): string {
  return body
    .trim()
    .replaceAll(`127.0.0.1:${apiPort}`, '127.0.0.1:<api>')
    .replaceAll(/127\.0\.0\.1:\d{5}/g, '127.0.0.1:<port>');
}
