import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { httpUpstream, rawRequest, responsesIn } from '../testing/http-upstream.ts';
import { startWorld, talkTo, type World } from '../testing/world.ts';

let world: World;
beforeEach(async () => {
  world = await startWorld(httpUpstream().serve);
});
afterEach(() => world.stop());

/** What comes back for these requests on one connection, and how it ends. */
async function answers(...paths: readonly string[]): Promise<string> {
  const talk = talkTo(world.port);
  talk.say(
    paths.map((path) => rawRequest('GET', path)).join('') +
      rawRequest('GET', '/last', '', ['Connection: close']),
  );
  await talk.ending;
  talk.hangUp();
  return talk.text();
}

describe('http_body on sockets', () => {
  it('replaces bodies with one of another length, whatever the framing, and keeps the connection in step', async () => {
    await world.toxic('http_body', { change: 'replace', body: '{"other":"böse"}' });
    const bodies = responsesIn(await answers('/a', '/chunked')).map(({ body }) => body);
    const other = Buffer.from('{"other":"böse"}').toString('latin1');
    expect(bodies).toEqual([other, other, other]);
  });

  it('empties bodies and changes their type', async () => {
    await world.toxic('http_body', { path: '/a', change: 'empty', content_type: 'text/html' });
    expect(responsesIn(await answers('/a'))).toEqual([
      { status: 200, contentType: 'text/html', body: '' },
      { status: 200, contentType: 'application/json', body: '{"url":"/last"}' },
    ]);
  });

  it('changes the type alone', async () => {
    await world.toxic('http_body', { content_type: 'application/problem+json' });
    expect(responsesIn(await answers())).toEqual([
      { status: 200, contentType: 'application/problem+json', body: '{"url":"/last"}' },
    ]);
  });

  it('malforms JSON without touching its length', async () => {
    await world.toxic('http_body', { path: '/a', change: 'malform' });
    const [malformed, sound] = responsesIn(await answers('/a'));
    expect(malformed?.body).toBe('<"url":"/a"}');
    expect(sound?.body).toBe('{"url":"/last"}');
  });

  it('malforms a body in chunks', async () => {
    await world.toxic('http_body', { path: '/chunked', change: 'malform' });
    const text = await answers('/chunked');
    expect(text).toContain('\r\n\r\nb\r\n<"chunked":\r\n');
    expect(text).toContain('{"url":"/last"}');
  });

  it('cuts a body off and closes the connection in mid-message', async () => {
    await world.toxic('http_body', { change: 'truncate', bytes: 5 });
    const text = await answers('/a');
    expect(text).toMatch(/content-length: 12\r\n/i);
    expect(text.split('\r\n\r\n')).toEqual([expect.any(String), '{"url']);
  });

  it('delivers what is cut off through a latency beside it', async () => {
    await world.toxic('http_body', { change: 'truncate', bytes: 5 });
    await world.toxic('latency', { latency: 30 });
    expect((await answers('/a')).endsWith('\r\n\r\n{"url')).toBe(true);
  });

  it('leaves answers without a body alone', async () => {
    await world.toxic('http_body', { path: '/nothing', change: 'replace', body: 'something' });
    const [nothing, last] = responsesIn(await answers('/nothing'));
    expect([nothing?.status, nothing?.body, last?.body]).toEqual([204, '', '{"url":"/last"}']);
  });
});
