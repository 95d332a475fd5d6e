import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect as connectTls, createServer as createTlsServer } from 'node:tls';
import type { Latency } from 'toxiproxy-node-client';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startFaultProxy } from './server.ts';
import { freePort } from './testing/free-port.ts';
import { httpCall } from './testing/http-call.ts';
import { startUpstream, echo, startWorld, talkTo, type World } from './testing/world.ts';

describe('with the client of everybody', () => {
  let world: World;
  beforeEach(async () => {
    world = await startWorld(echo, { proxyMetrics: true, runtimeMetrics: true });
  });
  afterEach(() => world.stop());

  it('every call works', async () => {
    const { client } = world;
    await expect(client.getVersion()).resolves.toBe('{"version": "2.12.0"}\n');
    const made = await client.populate([{ name: 'q', listen: '127.0.0.1:0', upstream: 'x:1' }]);
    expect(Object.keys(made)).toEqual(['q']);
    expect(Object.keys(await client.getAll())).toEqual(['p', 'q']);
    const proxy = await client.get('q');
    expect(proxy.toJson()).toEqual({ ...proxy.toJson(), enabled: true, name: 'q', upstream: 'x:1' });
    const attributes: Latency = { latency: 5, jitter: 1 };
    const body = { name: 't', type: 'latency', stream: 'upstream', toxicity: 0.5, attributes } as const;
    const toxic = await proxy.addToxic(body);
    expect(toxic.toJson()).toEqual(body);
    const updated = await toxic.update({ ...body, attributes: { latency: 7, jitter: 1 } });
    expect(updated.attributes).toEqual({ latency: 7, jitter: 1 });
    await toxic.remove();
    await expect(proxy.getToxic('t')).rejects.toThrow('Request failed with status code 404');
    await client.reset();
    await proxy.remove();
    await expect(client.get('q')).rejects.toThrow('404');
  });

  it('counts what goes through, open connections included', async () => {
    const talk = talkTo(world.port);
    talk.say('12345');
    await talk.heard('12345');
    const page: unknown = JSON.parse((await httpCall(world.url, { method: 'GET', target: '/events' })).body);
    expect(page).toMatchObject({
      events: [{ type: 'proxy-enabled' }, { type: 'proxy-created' }],
      counters: {
        p: {
          connections: { accepted: 1, open: 1, unreachable: 0 },
          upstream: { receivedBytes: 5, sentBytes: 5 },
          downstream: { receivedBytes: 5, sentBytes: 5 },
        },
      },
    });
    const { headers, body } = await httpCall(world.url, { method: 'GET', target: '/metrics' });
    expect(headers['content-type']).toBe('text/plain; version=0.0.4; charset=utf-8');
    const labels = `direction="upstream",proxy="p",listener="${world.proxy.listen}",upstream="${world.proxy.upstream}"`;
    expect(body).toContain(`toxiproxy_proxy_received_bytes_total{${labels}} 5\n`);
    expect(body).toContain('toxiproxy_proxy_connections{proxy="p"} 1\n');
    expect(body).toMatch(/\nprocess_resident_memory_bytes \d+\n/);
    talk.hangUp();
    await expect
      .poll(async () => (await httpCall(world.url, { method: 'GET', target: '/metrics' })).body)
      .toContain('toxiproxy_proxy_connections{proxy="p"} 0\n');
  });

  it.each(['after=x', 'wait_ms=-1', 'after=1.5'])('refuses /events?%s', async (query) => {
    const { status } = await httpCall(world.url, { method: 'GET', target: `/events?${query}` });
    expect(status).toBe(400);
  });
});

describe('data', () => {
  it('passes TLS through untouched, with an HTTP toxic as well', async () => {
    const psk = Buffer.from('00112233', 'hex');
    const options = { ciphers: 'PSK', maxVersion: 'TLSv1.2' } as const;
    const tls = createTlsServer({ ...options, pskCallback: () => psk });
    tls.on('secureConnection', (socket) => socket.pipe(socket));
    const world = await startWorld((socket) => void tls.emit('connection', socket));
    await world.toxic('http_answer');
    const client = connectTls({
      ...options,
      port: world.port,
      host: '127.0.0.1',
      checkServerIdentity: () => undefined,
      pskCallback: () => ({ psk, identity: 'client' }),
    });
    client.write('GET / HTTP/1.1\r\n\r\n');
    const [answer] = await once(client, 'data');
    expect(String(answer)).toBe('GET / HTTP/1.1\r\n\r\n');
    client.destroy();
    await world.stop();
  });

  it('closes an upstream that goes on talking to a client that has gone', async () => {
    const world = await startWorld((socket) => {
      const talkOn = setInterval(() => socket.write('on and on '), 1);
      socket.once('close', () => clearInterval(talkOn));
      socket.resume();
    });
    const talk = talkTo(world.port);
    talk.finish();
    await talk.heard('on and on');
    talk.socket.resetAndDestroy();
    await expect.poll(() => world.upstream.sockets[0]?.destroyed, { timeout: 10_000 }).toBe(true);
    await world.stop();
  });

  it('reaches an upstream by name, and tells once when it is gone', async () => {
    const world = await startWorld();
    const port = world.upstream.address.split(':')[1] ?? '';
    await world.proxy.update({ ...world.proxy.toJson(), upstream: `localhost:${port}` });
    const talk = talkTo(world.port);
    talk.say('hi');
    await talk.heard('hi');
    talk.hangUp();
    await world.proxy.update({ ...world.proxy.toJson(), upstream: `127.0.0.1:${await freePort()}` });
    for (let attempt = 0; attempt < 5; attempt += 1) {
      const refused = talkTo(world.port);
      refused.say('a request that nobody reads');
      await expect(refused.ending).resolves.toBe('end');
      refused.hangUp();
    }
    const { body } = await httpCall(world.url, { method: 'GET', target: '/events' });
    const page: { events: { type: string }[] } = JSON.parse(body);
    expect(page.events.filter(({ type }) => type === 'upstream-unreachable')).toHaveLength(1);
    expect(page).toMatchObject({ counters: { p: { connections: { unreachable: 5 } } } });
    await world.stop();
  });

  it.each(['nonsense', '127.0.0.1:99999', ':x'])(
    'ends connections politely for the upstream %s',
    async (upstream) => {
      const world = await startWorld();
      await world.proxy.update({ ...world.proxy.toJson(), upstream });
      const talk = talkTo(world.port);
      talk.say('hi');
      await expect(talk.ending).resolves.toBe('end');
      talk.hangUp();
      await world.stop();
    },
  );
});

describe('a server', () => {
  it('makes the proxies of its configuration file', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'fault-proxy-'));
    const config = join(folder, 'proxies.json');
    await writeFile(config, '[{"name":"c","upstream":"x:1","toxics":[{"type":"noop"}]}]');
    const running = await startFaultProxy({ host: '127.0.0.1', port: 0, config });
    const { body } = await httpCall(running.url, { method: 'GET', target: '/proxies/c' });
    expect(body).toContain('"name":"noop_downstream"');
    await running.stop();
    await rm(folder, { recursive: true });
  });

  it.each(['[{"name":"","upstream":"x:1"}]', 'no JSON', undefined])(
    'starts all the same with the configuration %j, and logs what is wrong',
    async (content) => {
      const folder = await mkdtemp(join(tmpdir(), 'fault-proxy-'));
      const config = join(folder, 'proxies.json');
      if (content !== undefined) await writeFile(config, content);
      const errors: string[] = [];
      const log = (level: string, message: string): void => void (level === 'error' && errors.push(message));
      const running = await startFaultProxy({ host: '127.0.0.1', port: 0, config, log });
      expect(errors).toHaveLength(1);
      await running.stop();
      await rm(folder, { recursive: true });
    },
  );

  it('has no metrics unless they are asked for', async () => {
    const running = await startFaultProxy({ host: '127.0.0.1', port: 0 });
    expect((await httpCall(running.url, { method: 'GET', target: '/metrics' })).status).toBe(404);
    await running.stop();
  });

  it('rejects when its port is taken', async () => {
    const occupant = await startUpstream(() => undefined);
    const port = Number(occupant.address.split(':')[1]);
    await expect(startFaultProxy({ host: '127.0.0.1', port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
    await occupant.stop();
  });

  it('closes everything when it is stopped, twice if need be, although a client waits for events', async () => {
    const world = await startWorld();
    const talk = talkTo(world.port);
    talk.say('hi');
    await talk.heard('hi');
    const waiting = fetch(`${world.url}/events?after=99&wait_ms=20000`).then(
      () => 'answered',
      () => 'closed',
    );
    await world.stop();
    await expect(talk.ending).resolves.toBe('end');
    await expect(talkTo(world.port).ending).resolves.toBe('ECONNREFUSED');
    await expect(waiting).resolves.toBe('closed');
  });
});
