import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { httpUpstream, rawRequest, responsesIn, type HttpUpstream } from '../testing/http-upstream.ts';
import { startWorld, talkTo, type World } from '../testing/world.ts';

let world: World;
let upstream: HttpUpstream;
beforeEach(async () => {
  upstream = httpUpstream();
  world = await startWorld(upstream.serve);
});
afterEach(() => world.stop());

/** Sends these requests on one connection, the last of which closes it. */
async function pipelined(...requests: readonly string[]): Promise<ReturnType<typeof responsesIn>> {
  const talk = talkTo(world.port);
  talk.say(requests.join('') + rawRequest('GET', '/last', '', ['Connection: close']));
  await expect(talk.ending).resolves.toBe('end');
  talk.hangUp();
  return responsesIn(talk.text());
}

const statuses = (responses: ReturnType<typeof responsesIn>): number[] =>
  responses.map(({ status }) => status);

describe('http_answer on sockets', () => {
  it('answers instead of the upstream, in the order of the requests', async () => {
    await world.toxic('http_answer', { path: '/b*', status: 500, body: 'broken', content_type: 'text/html' });
    const responses = await pipelined(
      rawRequest('GET', '/a'),
      rawRequest('POST', '/b1', 'a body that nobody reads'),
      rawRequest('GET', '/b2?query'),
      rawRequest('POST', '/c', 'kept'),
    );
    expect(responses).toEqual([
      { status: 200, contentType: 'application/json', body: '{"url":"/a"}' },
      { status: 500, contentType: 'text/html', body: 'broken' },
      { status: 500, contentType: 'text/html', body: 'broken' },
      { status: 200, contentType: 'application/json', body: '{"url":"/c"}' },
      { status: 200, contentType: 'application/json', body: '{"url":"/last"}' },
    ]);
    expect(upstream.asked.toSorted()).toEqual(['GET /a', 'GET /last', 'POST /c kept']);
  });

  it.each([
    [{ method: 'post' }, [200, 503, 200, 503, 200]],
    [{ path: '/x' }, [503, 503, 200, 200, 200]],
    [{ path: '*' }, [503, 503, 503, 503, 503]],
    [{ header: 'x-who: me' }, [200, 200, 503, 200, 200]],
    [{ header: 'X-Who' }, [200, 200, 503, 503, 200]],
    [{ nth: 2 }, [200, 503, 200, 200, 200]],
    [{ first: 3 }, [503, 503, 503, 200, 200]],
    [{ method: 'POST', nth: 2 }, [200, 200, 200, 503, 200]],
  ])('means only the requests that fit %j', async (match, expected) => {
    await world.toxic('http_answer', match);
    const responses = await pipelined(
      rawRequest('GET', '/x'),
      rawRequest('POST', '/x', 'body'),
      rawRequest('GET', '/y', '', ['X-Who: me']),
      rawRequest('POST', '/z', 'body', ['X-Who: you']),
    );
    expect(statuses(responses)).toEqual(expected);
  });

  it('counts over all connections, so that the first two are the first two', async () => {
    await world.toxic('http_answer', { first: 2 });
    const seen = [];
    for (let connection = 0; connection < 3; connection += 1) seen.push(...(await pipelined()));
    expect(statuses(seen)).toEqual([503, 503, 200]);
  });

  it('leaves out the body for HEAD, and closes the connection that is to be closed', async () => {
    await world.toxic('http_answer', { body: 'never sent' });
    const talk = talkTo(world.port);
    talk.say(rawRequest('HEAD', '/', '', ['Connection: close']));
    await expect(talk.ending).resolves.toBe('end');
    expect(talk.text()).toMatch(/content-length: 10\r\n/i);
    expect(talk.text()).not.toContain('never sent');
  });

  it('answers a client that waits for leave to send its body', async () => {
    await world.toxic('http_answer', {});
    const talk = talkTo(world.port);
    talk.say('POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n');
    await expect(talk.ending).resolves.toBe('end');
    expect(statuses(responsesIn(talk.text()))).toEqual([503]);
  });

  it('begins on an open connection with the next request, and ends there when it is removed', async () => {
    const talk = talkTo(world.port);
    const ask = async (path: string, wanted: RegExp): Promise<void> => {
      talk.say(rawRequest('GET', path));
      await talk.heard(wanted);
    };
    await ask('/1', /\{"url":"\/1"\}$/);
    const toxic = await world.toxic('http_answer', { body: 'toxic' });
    await ask('/2', /toxic$/);
    await toxic.remove();
    await ask('/3', /\{"url":"\/3"\}$/);
    talk.hangUp();
    expect(upstream.asked).toEqual(['GET /1', 'GET /3']);
  });

  it('works on a share of the requests, the same ones for the same seed', async () => {
    await world.toxic('http_answer', {}, { toxicity: 0.5 });
    const requests = Array.from({ length: 30 }, (_none, index) => rawRequest('GET', `/${index}`));
    const seen = new Set(statuses(await pipelined(...requests)));
    expect(seen).toEqual(new Set([200, 503]));
  });

  it('leaves alone what is no HTTP', async () => {
    await world.stop();
    world = await startWorld();
    await world.toxic('http_answer', {});
    const talk = talkTo(world.port);
    talk.say('\u0016\u0003\u0001 this is no HTTP\r\n\r\n');
    await talk.heard('no HTTP');
    talk.finish();
    await expect(talk.ending).resolves.toBe('end');
    expect(talk.text()).toBe('\u0016\u0003\u0001 this is no HTTP\r\n\r\n');
  });

  it('is late with a latency beside it, since the answer goes the way of all answers', async () => {
    await world.toxic('http_answer', {});
    await world.toxic('latency', { latency: 60 });
    const from = performance.now();
    await pipelined();
    expect(performance.now() - from).toBeGreaterThanOrEqual(59);
  });
});
