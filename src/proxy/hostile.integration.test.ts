import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { finished } from 'node:stream/promises';
import { setImmediate as immediate, setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startWorld, talkTo, type World } from './testing/world.ts';

const megabyte = 1_048_576;

let world: World;
/** Where a second proxy in the same server listens, which nothing here may disturb. */
let neighbour: number;

beforeEach(async () => {
  world = await startWorld();
  const options = { name: 'neighbour', listen: '127.0.0.1:0', upstream: world.upstream.address };
  neighbour = Number((await world.client.createProxy(options)).listen.split(':')[1]);
});
afterEach(() => world.stop());

async function expectNeighbourIsWell(): Promise<void> {
  const talk = talkTo(neighbour);
  talk.say('how are you');
  await talk.heard('how are you');
  talk.hangUp();
}

async function openConnections(): Promise<number | undefined> {
  const answer = await fetch(`${world.url}/events`);
  const page: { counters: Record<string, { connections: { open: number } }> } = JSON.parse(
    await answer.text(),
  );
  return page.counters['p']?.connections.open;
}

/** Writes as fast as the peer takes it. */
async function pour(socket: Socket, bytes: number): Promise<void> {
  const piece = Buffer.alloc(megabyte, 'x');
  for (let sent = 0; sent < bytes; sent += piece.length) {
    if (!socket.write(piece)) await once(socket, 'drain');
  }
}

describe.each([
  ['no toxic', undefined, {}],
  ['latency', 'latency', { latency: 1 }],
  ['an HTTP toxic', 'http_answer', { path: '/never' }],
  ['a slicer', 'slicer', { average_size: 40_000, size_variation: 10_000 }],
])('with %s', (_name, type, attributes) => {
  beforeEach(async () => {
    if (type !== undefined) await world.toxic(type, attributes, { stream: 'both' });
  });

  it('100 MB without a line feed pass whole', async () => {
    const socket = connect({ port: world.port, host: '127.0.0.1', allowHalfOpen: true });
    let received = 0;
    socket.on('data', (chunk: Buffer) => {
      received += chunk.length;
    });
    await pour(socket, 100 * megabyte);
    socket.end();
    await expectNeighbourIsWell();
    await finished(socket);
    expect(received).toBe(100 * megabyte);
  });

  it('one byte at a time passes whole', async () => {
    const talk = talkTo(world.port);
    const text = 'GET / HTTP/1.1\r\nHost: x\r\n\r\n'.repeat(5);
    for (const byte of text) {
      talk.say(byte);
      await immediate();
    }
    talk.finish();
    await expect(talk.ending).resolves.toBe('end');
    expect(talk.text()).toBe(text);
    await expect.poll(openConnections).toBe(0);
  });

  it('200 clients that go in every way leave no connection behind', async () => {
    const talks = Array.from({ length: 200 }, () => talkTo(world.port));
    for (const [index, talk] of talks.entries()) {
      await once(talk.socket, 'connect');
      if (index % 2 === 0) talk.say('x');
      if (index % 4 === 0) talk.finish();
      else if (index % 4 === 1) talk.hangUp();
      else talk.socket.resetAndDestroy();
    }
    await expectNeighbourIsWell();
    await expect.poll(openConnections, { timeout: 20_000 }).toBe(0);
    for (const talk of talks) talk.hangUp();
  });
});

describe('a client that never reads', () => {
  it.each([
    ['latency', { latency: 5 }],
    ['bandwidth', { rate: 10 }],
    ['slicer', { average_size: 1_000 }],
    ['http_delay', { latency: 600_000 }],
    ['http_answer', { body: 'x'.repeat(1_000) }],
  ])('makes a proxy with %s hold a bounded amount and lets go of it', async (type, attributes) => {
    await world.toxic(type, attributes);
    const before = process.memoryUsage().arrayBuffers;
    const deaf = connect(world.port, '127.0.0.1');
    deaf.on('error', () => undefined);
    await once(deaf, 'connect');
    deaf.pause();
    const request = Buffer.from('GET / HTTP/1.1\r\nHost: x\r\n\r\n'.repeat(2_000));
    // Until nothing has been taken for a while: everything on the way is full.
    let taken = 0;
    for (;;) {
      if (deaf.write(request)) {
        taken += request.length;
      } else {
        const patience = pause(300, 'full');
        if ((await Promise.race([once(deaf, 'drain'), patience])) === 'full') break;
      }
      if (taken > 400 * megabyte) throw new Error('it takes everything');
    }
    // Far above what is held (32 MB by latency, a chunk by the others), far below what an unbounded queue would be.
    expect(taken).toBeLessThan(200 * megabyte);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(250 * megabyte);
    await expectNeighbourIsWell();
    deaf.destroy();
    await world.client.reset();
    await expect.poll(openConnections, { timeout: 20_000 }).toBe(0);
  });
});
