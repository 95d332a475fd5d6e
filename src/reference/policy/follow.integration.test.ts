import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { JWK } from 'jose';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { buildBundle } from '../bundle/build.ts';
import { signToken } from '../bundle/token.ts';
import { createCedarEngine } from '../engine/cedar-engine.ts';
import { readKey } from '../service/fixtures.ts';
import { until } from '../testing/world.ts';
import { signedBundleParts } from './distributions.ts';
import { followPolicy, type FollowedPolicy } from './follow.ts';

let signingKey: JWK;
beforeAll(async () => {
  signingKey = await readKey('bundle-signing.private');
});

const ends: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end();
});

/** A bundle service of the test's own. */
interface OwnService {
  url: string;
  /** Requests for bundles so far, by their `Prefer`. */
  readonly asked: (string | undefined)[];
  /** Status reports that were begun. */
  reports(): number;
  revision: number;
  /** How it answers to a long poll that would bring nothing new. */
  longPoll: 'hold' | 'answer at once' | 'not known';
}

async function ownService(): Promise<OwnService> {
  let reports = 0;
  const asked: (string | undefined)[] = [];
  const service: OwnService = { url: '', asked, reports: () => reports, revision: 1, longPoll: 'hold' };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.url === '/status') {
      reports += 1;
      return;
    }
    const { prefer } = request.headers;
    asked.push(typeof prefer === 'string' ? prefer : undefined);
    const waiting = prefer !== undefined && service.longPoll !== 'not known';
    const has = (): boolean => request.headers['if-none-match'] === `"${service.revision}"`;
    if (waiting && service.longPoll === 'hold') await until(() => !has() || request.destroyed);
    const { revision } = service;
    const etag = `"${revision}"`;
    const confirmation = await signToken({ etag, revision, at: performance.now() }, signingKey);
    response.setHeader('etag', etag).setHeader('authz-confirmation', confirmation);
    if (waiting) response.setHeader('content-type', 'application/vnd.openpolicyagent.bundles');
    if (has()) response.writeHead(304).end();
    else response.end(await buildBundle(new Map(), revision, signingKey));
  }

  const server = createServer((request, response) => void answer(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  ends.push(() => {
    server.close();
    server.closeAllConnections();
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  service.url = `http://127.0.0.1:${address.port}`;
  return service;
}

async function follow(
  { url }: OwnService,
  pollEveryMs: number,
  longPollMs: number | null,
): Promise<FollowedPolicy> {
  const bearer = { engine: createCedarEngine(), stateFolder: undefined };
  const parts = await signedBundleParts(url, pollEveryMs, bearer);
  const options = { name: 'test', bundleServiceUrl: url, pollEveryMs, longPollMs };
  return followPolicy(parts, options, { onStop: (end) => ends.push(end) });
}

describe('following a policy', () => {
  it('goes on while the reports on it hang', async () => {
    const service = await ownService();
    const policy = await follow(service, 200, null);
    await until(() => policy.revision() === 1 && service.reports() > 0);
    service.revision = 2;
    await until(() => policy.revision() === 2);
    expect(service.asked.every((prefer) => prefer === undefined)).toBe(true);
  });

  it('asks plainly first, then waits at the service, and is told as soon as there is something new', async () => {
    const service = await ownService();
    const policy = await follow(service, 50_000, 10_000);
    for (const revision of [1, 2, 3, 4]) {
      service.revision = revision;
      await until(() => policy.revision() === revision);
    }
    await until(() => service.asked.length === 5);
    const waiting = 'modes=snapshot;wait=10';
    expect(service.asked).toEqual([undefined, waiting, waiting, waiting, waiting]);
  });

  it.each(['answer at once', 'not known'] as const)(
    'polls at its own pace where a long poll is answered so: %s',
    async (longPoll) => {
      const service = await ownService();
      service.longPoll = longPoll;
      const policy = await follow(service, 50, 1_000);
      await until(() => service.asked.length >= 3);
      const before = service.asked.length;
      const from = performance.now();
      await until(() => service.asked.length >= before + 5);
      // Each pause is at least four fifths of what is declared.
      expect(performance.now() - from).toBeGreaterThanOrEqual(4 * 40);
      service.revision = 2;
      await until(() => policy.revision() === 2);
    },
  );
});
