import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { freePort } from './testing/free-port.ts';
import { httpCall, type HttpAnswer } from './testing/http-call.ts';
import { echo, startUpstream, startWorld, talkTo, type World } from './testing/world.ts';

/** Every deliberate difference from the original, in the words of README.md beside this file. */

let world: World;
beforeEach(async () => {
  world = await startWorld();
});
afterEach(() => world.stop());

function post(target: string, body: unknown): Promise<HttpAnswer> {
  return httpCall(world.url, { method: 'POST', target, body: JSON.stringify(body) });
}

function get(target: string): Promise<HttpAnswer> {
  return httpCall(world.url, { method: 'GET', target });
}

describe('values that do harm are refused with 400', () => {
  it.each([
    [{ type: 'noop', toxicity: 1.5 }, 'toxicity must be from 0 to 1, not 1.5'],
    [{ type: 'noop', toxicity: -0.5 }, 'toxicity must be from 0 to 1, not -0.5'],
    [{ type: 'bandwidth', attributes: { rate: -1 } }, 'rate must be at least 0, not -1'],
    [{ type: 'slicer' }, 'average_size must be at least 1, not 0'],
    [
      { type: 'slicer', attributes: { average_size: 1, size_variation: 2 } },
      'size_variation must not be larger than average_size',
    ],
    [{ type: 'noop', ttl_ms: -1 }, 'ttl_ms must be at least 0, not -1'],
    [{ type: 'http_answer', attributes: { status: 99 } }, 'status must be at least 200, not 99'],
    [{ type: 'http_drop', attributes: { ending: 'loudly' } }, 'ending must be one of close, reset, hang'],
  ])('%j', async (body, problem) => {
    const { status, headers, body: text } = await post('/proxies/p/toxics', body);
    expect({ status, type: headers['content-type'], text }).toEqual({
      status: 400,
      type: 'text/plain; charset=utf-8',
      text: `{"error":"invalid value: ${problem}","status":400}\n`,
    });
  });

  it('a jitter that overflows', async () => {
    const target = '/proxies/p/toxics';
    const body = '{"type":"latency","attributes":{"latency":1,"jitter":9223372036854775807}}';
    const { status, body: text } = await httpCall(world.url, { method: 'POST', target, body });
    expect(status).toBe(400);
    expect(text).toContain('jitter is out of range: at most 2^53 - 1');
  });

  it('an update of which one value is wrong changes nothing', async () => {
    const toxic = await world.toxic('slicer', { average_size: 10 });
    const { status } = await post(new URL(toxic.getPath()).pathname, {
      attributes: { average_size: 20, size_variation: 99 },
    });
    expect(status).toBe(400);
    expect((await world.proxy.getToxic<object>('slicer')).attributes).toEqual({
      average_size: 10,
      size_variation: 0,
      delay: 0,
    });
  });

  it('a body of more than 4 MiB, with 413', async () => {
    const body = ' '.repeat(4 * 1_024 * 1_024 + 1);
    const { status } = await httpCall(world.url, { method: 'POST', target: '/proxies', body });
    expect(status).toBe(413);
  });
});

describe('answers', () => {
  it('leave out "Logger", and take it in', async () => {
    const { status, body } = await post('/proxies', {
      name: 'q',
      upstream: 'x:1',
      enabled: false,
      Logger: {},
    });
    expect(status).toBe(201);
    expect(body).toBe('{"name":"q","listen":"","upstream":"x:1","enabled":false,"toxics":[]}');
  });
});

describe('an omitted listen address', () => {
  it.each([undefined, ''])('%j binds loopback only', async (listen) => {
    const { body } = await post('/proxies', { name: 'q', upstream: 'x:1', listen });
    expect(body).toMatch(/"listen":"127\.0\.0\.1:\d+"/);
  });
});

describe('populate', () => {
  it('takes an empty list and answers one', async () => {
    await expect(world.client.populate([])).resolves.toEqual({});
  });

  it('honours enabled, for a proxy that is there as well', async () => {
    const { name, listen, upstream } = world.proxy;
    const off = await world.client.populate([{ name, listen, upstream, enabled: false }]);
    expect(off['p']?.enabled).toBe(false);
    await expect(talkTo(world.port).ending).resolves.toBe('ECONNREFUSED');
    const on = await world.client.populate([{ name, listen, upstream }]);
    expect(on['p']?.enabled).toBe(true);
  });

  it('makes a proxy with its toxics, so that no connection is ever without them', async () => {
    const item = { name: 'q', listen: '127.0.0.1:0', upstream: world.upstream.address };
    const toxics = [
      { type: 'limit_data', attributes: { bytes: 2 } },
      { type: 'noop', stream: 'upstream' },
    ];
    const { status, body } = await post('/populate', [{ ...item, toxics }]);
    expect(status).toBe(201);
    expect(body).toContain('"name":"noop_upstream"');
    const made = await world.client.get('q');
    const talk = talkTo(Number(made.listen.split(':')[1]));
    talk.say('abc');
    await expect(talk.ending).resolves.toBe('end');
    expect(talk.text()).toBe('ab');
  });

  it('gives a proxy that is there other toxics, and leaves them where none are given', async () => {
    const { name, listen, upstream } = world.proxy;
    await world.toxic('latency', { latency: 5 });
    await post('/populate', [{ name, listen, upstream }]);
    expect((await get('/proxies/p/toxics')).body).toContain('"latency":5');
    await post('/populate', [{ name, listen, upstream, toxics: [{ type: 'noop' }] }]);
    expect((await get('/proxies/p/toxics')).body).toBe(
      '[{"attributes":{},"name":"noop_downstream","type":"noop","stream":"downstream","toxicity":1}]',
    );
  });

  it('checks the toxics of all before it makes any', async () => {
    const good = { name: 'q', upstream: 'x:1' };
    const bad = { name: 'r', upstream: 'x:1', toxics: [{ type: 'bandwidth', attributes: { rate: -1 } }] };
    const { status, body } = await post('/populate', [good, bad]);
    expect(status).toBe(400);
    expect(body).toBe(
      '{"error":"invalid value: rate must be at least 0, not -1","status":400,"proxies":null}',
    );
    expect((await get('/proxies/q')).status).toBe(404);
  });
});

describe('reset', () => {
  it('heals all that it can, then reports what it could not', async () => {
    const taken = await freePort();
    const occupant = await startUpstream(() => undefined);
    await post('/proxies', { name: 'a', upstream: 'x:1', listen: occupant.address, enabled: false });
    await post('/proxies', { name: 'z', upstream: 'x:1', listen: `127.0.0.1:${taken}`, enabled: false });
    await post('/proxies/a/toxics', { type: 'latency' });
    await world.toxic('latency');
    const { status, body } = await post('/reset', undefined);
    expect(status).toBe(500);
    expect(body).toBe(
      `{"error":"listen tcp ${occupant.address}: bind: address already in use","status":500}\n`,
    );
    const all: unknown = JSON.parse((await get('/proxies')).body);
    expect(all).toMatchObject({
      a: { enabled: false, toxics: [] },
      p: { enabled: true, toxics: [] },
      z: { enabled: true },
    });
    await occupant.stop();
  });
});

describe('toxicity', () => {
  it('is drawn once for a connection, and not again when a neighbour changes', async () => {
    await world.toxic('latency', { latency: 0 }, { toxicity: 0.5, name: 'half' });
    const talks = Array.from({ length: 12 }, () => talkTo(world.port));
    for (const talk of talks) {
      talk.say('x');
      await talk.heard('x');
    }
    const chunks: number[] = [];
    for (let round = 0; round < 3; round += 1) {
      const neighbour = await world.toxic('noop', {}, { name: 'neighbour' });
      for (const [index, talk] of talks.entries()) {
        const before = await seenBy('half');
        const text = `${round}.${index};`;
        talk.say(text);
        await talk.heard(text);
        chunks.push((await seenBy('half')) - before);
      }
      await neighbour.remove();
    }
    const first = chunks.slice(0, talks.length);
    expect(new Set(first)).toEqual(new Set([0, 1]));
    expect(chunks).toEqual([...first, ...first, ...first]);
    for (const talk of talks) talk.hangUp();
  });
});

async function seenBy(toxic: string): Promise<number> {
  const text = (await get('/events')).body;
  const feed: { counters: { p: { toxics: Record<string, { chunks: number }> } } } = JSON.parse(text);
  return feed.counters.p.toxics[toxic]?.chunks ?? Number.NaN;
}

describe('the control API never waits for data', () => {
  it('answers at once with a client that does not read, whatever is asked', async () => {
    const flood = Buffer.alloc(64 * 1_024, 'x');
    await world.stop();
    world = await startWorld((socket) => {
      const pour = (): void => {
        while (socket.write(flood));
      };
      socket.on('drain', pour);
      pour();
    });
    await world.toxic('latency', { latency: 50 });
    const deaf = connect(world.port, '127.0.0.1');
    deaf.on('error', () => undefined);
    await once(deaf, 'connect');
    deaf.pause();
    // The upstream cannot send any more: all buffers on the way are full.
    await expect.poll(() => world.upstream.sockets[0]?.writableNeedDrain, { timeout: 20_000 }).toBe(true);
    await (await world.proxy.getToxic('latency')).remove();
    await world.toxic('bandwidth', { rate: 1 });
    await (await world.proxy.getToxic('bandwidth')).remove();
    await world.client.getAll();
    await world.client.reset();
    await world.proxy.update({ ...world.proxy.toJson(), enabled: false });
    await world.proxy.remove();
    deaf.destroy();
  });

  it('goes on accepting while an upstream does not answer', async () => {
    // An address of the block for documentation: packets to it go nowhere.
    await world.proxy.update({ ...world.proxy.toJson(), upstream: '192.0.2.1:9' });
    const stuck = talkTo(world.port);
    await once(stuck.socket, 'connect');
    const upstream = await startUpstream(echo);
    await world.proxy.update({ ...world.proxy.toJson(), upstream: upstream.address });
    const talk = talkTo(world.port);
    talk.say('hi');
    await expect.poll(() => talk.text()).toBe('hi');
    stuck.hangUp();
    talk.hangUp();
    await upstream.stop();
  });
});

describe('half-close', () => {
  it('is carried both ways', async () => {
    await world.stop();
    world = await startWorld((socket) => {
      socket.write('hello ');
      socket.once('data', () => void socket.write('and '));
      socket.once('end', () => void socket.end('bye'));
    });
    const talk = talkTo(world.port);
    talk.say('hi');
    await talk.heard('and ');
    talk.finish();
    await expect(talk.ending).resolves.toBe('end');
    expect(talk.text()).toBe('hello and bye');
  });

  it('is carried through a toxic', async () => {
    await world.stop();
    world = await startWorld((socket) => {
      socket.resume();
      socket.once('end', () => void socket.end('bye'));
    });
    await world.toxic('latency', { latency: 20 }, { stream: 'both' });
    const talk = talkTo(world.port);
    talk.finish();
    await expect(talk.ending).resolves.toBe('end');
    expect(talk.text()).toBe('bye');
  });
});

describe('an update that changes nothing', () => {
  it('leaves what is under way alone', async () => {
    const toxic = await world.toxic('latency', { latency: 600_000 });
    const talk = talkTo(world.port);
    talk.say('held');
    await expect.poll(() => seenBy('latency')).toBe(1);
    await post(new URL(toxic.getPath()).pathname, { attributes: { latency: 600_000 }, toxicity: 1 });
    // What was let go would be here before an answer that was asked for later.
    await get('/version');
    await pause(20);
    expect(talk.text()).toBe('');
    talk.hangUp();
  });
});
