import { once } from 'node:events';
import type { Socket } from 'node:net';
import { freePort } from './free-port.ts';
import { talkTo, worldAt, type World } from './world.ts';

/** Something done to the data of a proxy, and what was seen of it. It leaves no proxy behind. */
export interface DataProbe {
  readonly name: string;
  /** @param url of the control API */
  readonly probe: (url: string) => Promise<unknown>;
  /** What each is to show where they differ on purpose. */
  readonly differs?: { readonly theirs: unknown; readonly own: unknown };
}

/** Runs against a fresh proxy in front of an upstream, which echoes unless told otherwise. */
function withWorld(
  run: (world: World) => Promise<unknown>,
  serve?: (socket: Socket) => void,
): DataProbe['probe'] {
  return async (url) => {
    const world = await worldAt(url, serve);
    try {
      return await run(world);
    } finally {
      await world.proxy.remove();
      await world.stop();
    }
  };
}

/** Adds one toxic, says something, and tells how it went. */
function oneToxic(
  type: string,
  attributes: object,
  options: { readonly say?: string; readonly stream?: string; readonly leastMs?: number } = {},
): DataProbe['probe'] {
  const { say = 'hello', stream = 'downstream', leastMs = 0 } = options;
  return withWorld(async (world) => {
    await world.toxic(type, attributes, { stream });
    const talk = talkTo(world.port);
    const from = performance.now();
    talk.say(say);
    await Promise.race([talk.ending, talk.heard(new RegExp(`^[^]{${say.length}}$`))]);
    const tookMs = performance.now() - from;
    talk.hangUp();
    return { bytes: talk.text().length, same: talk.text() === say, longEnough: tookMs >= leastMs - 1 };
  });
}

/** Adds one toxic, says something, and tells how the connection ended. */
function ending(
  type: string,
  attributes: object,
  options: { readonly say?: string; readonly stream?: string; readonly leastMs?: number } = {},
): DataProbe['probe'] {
  const { say = 'hello', stream = 'downstream', leastMs = 0 } = options;
  return withWorld(async (world) => {
    await world.toxic(type, attributes, { stream });
    const talk = talkTo(world.port);
    const from = performance.now();
    talk.say(say);
    const ended = await talk.ending;
    const longEnough = performance.now() - from >= leastMs - 1;
    talk.hangUp();
    return { ended, bytes: talk.text().length, longEnough };
  });
}

const large = 'x'.repeat(300_000);

/** The same for both servers, each toxic, both streams, changes in flight. */
export const dataProbes: readonly DataProbe[] = [
  { name: 'passes bytes when there is no toxic', probe: oneToxic('noop', {}, { say: large }) },
  { name: 'latency downstream', probe: oneToxic('latency', { latency: 60 }, { leastMs: 60 }) },
  {
    name: 'latency upstream',
    probe: oneToxic('latency', { latency: 60 }, { stream: 'upstream', leastMs: 60 }),
  },
  { name: 'latency below zero', probe: oneToxic('latency', { latency: -60 }) },
  {
    name: 'latency does not limit much data',
    probe: oneToxic('latency', { latency: 60 }, { say: large, leastMs: 60 }),
  },
  {
    name: 'bandwidth',
    probe: oneToxic('bandwidth', { rate: 1_000 }, { say: 'x'.repeat(150_000), leastMs: 145 }),
  },
  {
    name: 'bandwidth upstream',
    probe: oneToxic(
      'bandwidth',
      { rate: 1_000 },
      { say: 'x'.repeat(150_000), stream: 'upstream', leastMs: 145 },
    ),
  },
  {
    name: 'slicer',
    probe: oneToxic(
      'slicer',
      { average_size: 64, size_variation: 16, delay: 10 },
      { say: 'abc'.repeat(1_000) },
    ),
  },
  { name: 'slow_close passes data', probe: oneToxic('slow_close', { delay: 50 }) },
  { name: 'timeout closes', probe: ending('timeout', { timeout: 60 }, { leastMs: 60 }) },
  {
    name: 'timeout upstream closes',
    probe: ending('timeout', { timeout: 60 }, { stream: 'upstream', leastMs: 60 }),
  },
  { name: 'reset_peer resets', probe: ending('reset_peer', { timeout: 0 }) },
  { name: 'reset_peer upstream resets', probe: ending('reset_peer', { timeout: 0 }, { stream: 'upstream' }) },
  { name: 'reset_peer waits', probe: ending('reset_peer', { timeout: 60 }, { leastMs: 60 }) },
  { name: 'limit_data', probe: ending('limit_data', { bytes: 3 }) },
  { name: 'limit_data of all', probe: ending('limit_data', { bytes: 5 }) },
  { name: 'limit_data of none', probe: ending('limit_data', { bytes: 0 }) },
  { name: 'limit_data below zero', probe: ending('limit_data', { bytes: -4 }) },
  {
    // The client says nothing: the original resets a connection on which bytes of the client are unread.
    name: 'limit_data of much',
    probe: withWorld(
      async (world) => {
        await world.toxic('limit_data', { bytes: 100_000 });
        const talk = talkTo(world.port);
        const ended = await talk.ending;
        talk.hangUp();
        return { ended, bytes: talk.text().length };
      },
      (socket) => void socket.end(large),
    ),
  },
  {
    name: 'limit_data upstream',
    probe: async (url) => {
      const received = Promise.withResolvers<number>();
      const probe = withWorld(
        async (world) => {
          await world.toxic('limit_data', { bytes: 3 }, { stream: 'upstream' });
          const talk = talkTo(world.port);
          talk.say('hello');
          const ended = await talk.ending;
          talk.hangUp();
          return { ended, received: await received.promise };
        },
        (socket) => {
          socket.resume();
          socket.once('end', () => received.resolve(socket.bytesRead));
        },
      );
      return probe(url);
    },
  },
  {
    name: 'slow_close closes late',
    probe: withWorld(
      async (world) => {
        await world.toxic('slow_close', { delay: 70 });
        const talk = talkTo(world.port);
        const from = performance.now();
        talk.say('bye');
        const ended = await talk.ending;
        talk.hangUp();
        return { ended, text: talk.text(), longEnough: performance.now() - from >= 69 };
      },
      (socket) => void socket.once('data', (data: Buffer) => void socket.end(data)),
    ),
  },
  {
    name: 'a toxic of no toxicity does nothing',
    probe: withWorld(async (world) => {
      await world.toxic('timeout', { timeout: 0 }, { toxicity: 0 });
      const talk = talkTo(world.port);
      talk.say('hi');
      await talk.heard('hi');
      talk.hangUp();
      return talk.text();
    }),
  },
  {
    name: 'two toxics work one after the other',
    probe: withWorld(async (world) => {
      await world.toxic('latency', { latency: 40 });
      await world.toxic('limit_data', { bytes: 4 });
      const talk = talkTo(world.port);
      const from = performance.now();
      talk.say('abcdef');
      const ended = await talk.ending;
      talk.hangUp();
      return { ended, text: talk.text(), longEnough: performance.now() - from >= 39 };
    }),
  },
  {
    name: 'adding, changing and removing a toxic work on an open connection',
    probe: withWorld(async (world) => {
      const talk = talkTo(world.port);
      const turnMs = async (text: string): Promise<number> => {
        const from = performance.now();
        talk.say(text);
        await talk.heard(text);
        return performance.now() - from;
      };
      const before = await turnMs('a');
      const toxic = await world.toxic('latency', { latency: 50 });
      const with50 = await turnMs('b');
      await world.client.getApi().post(toxic.getPath(), { attributes: { latency: 100 } });
      const with100 = await turnMs('c');
      await toxic.remove();
      const after = await turnMs('d');
      talk.hangUp();
      return [before >= 0, with50 >= 49, with100 >= 99, after >= 0, talk.text()];
    }),
  },
  {
    name: 'removing latency releases what is held, in order',
    probe: withWorld(async (world) => {
      const toxic = await world.toxic('latency', { latency: 600_000 });
      const talk = talkTo(world.port);
      talk.say('one ');
      await once(talk.socket, 'connect');
      await heldAtUpstream(world, 4);
      talk.say('two');
      await heldAtUpstream(world, 7);
      await toxic.remove();
      await talk.heard('one two');
      talk.hangUp();
      return talk.text();
    }),
  },
  {
    name: 'removing a timeout closes the connection',
    probe: withWorld(async (world) => {
      const toxic = await world.toxic('timeout', { timeout: 0 });
      const talk = talkTo(world.port);
      talk.say('lost');
      await heldAtUpstream(world, 4);
      await toxic.remove();
      const ended = await talk.ending;
      talk.hangUp();
      return { ended, text: talk.text() };
    }),
  },
  {
    name: 'disabling closes open connections and refuses new ones; enabling takes the same port',
    probe: withWorld(async (world) => {
      const { proxy } = world;
      const talk = talkTo(world.port);
      talk.say('hi');
      await talk.heard('hi');
      const off = await proxy.update({ ...proxy.toJson(), enabled: false });
      const endings = [await talk.ending, await talkTo(world.port).ending];
      talk.hangUp();
      const on = await proxy.update({ ...proxy.toJson(), enabled: true });
      const again = talkTo(world.port);
      again.say('back');
      await again.heard('back');
      again.hangUp();
      return {
        endings,
        samePort: [off.listen === proxy.listen, on.listen === proxy.listen],
        enabled: [off.enabled, on.enabled],
      };
    }),
  },
  {
    name: 'toxics stay while a proxy is disabled',
    probe: withWorld(async (world) => {
      const { proxy } = world;
      await world.toxic('limit_data', { bytes: 2 });
      await proxy.update({ ...proxy.toJson(), enabled: false });
      await proxy.update({ ...proxy.toJson(), enabled: true });
      const talk = talkTo(world.port);
      talk.say('abcdef');
      const ended = await talk.ending;
      talk.hangUp();
      return { ended, text: talk.text() };
    }),
  },
  {
    name: 'a dead upstream is seen as an end',
    probe: withWorld(async (world) => {
      const dead = `127.0.0.1:${await freePort()}`;
      await world.proxy.update({ ...world.proxy.toJson(), upstream: dead });
      const talk = talkTo(world.port);
      const ended = await talk.ending;
      talk.hangUp();
      return { ended, text: talk.text() };
    }),
  },
  {
    name: 'an upstream that closes is seen as an end, after all its bytes',
    probe: withWorld(
      async (world) => {
        const talk = talkTo(world.port);
        const ended = await talk.ending;
        talk.hangUp();
        return { ended, bytes: talk.text().length };
      },
      (socket) => void socket.end(large),
    ),
  },
  {
    name: 'a client that ends early gets its answer',
    probe: withWorld(async (world) => {
      const talk = talkTo(world.port);
      talk.say('hi');
      talk.finish();
      const ended = await talk.ending;
      return { ended, text: talk.text() };
    }, answerAtEnd),
    differs: { theirs: { ended: 'end', text: '' }, own: { ended: 'end', text: 'BYE' } },
  },
  {
    name: 'a toxic of both streams',
    probe: withWorld(async (world) => {
      const answer = await fetch(`${world.url}/proxies/p/toxics`, {
        method: 'POST',
        body: '{"type":"latency","stream":"both"}',
      });
      return answer.status;
    }),
    differs: { theirs: 400, own: 200 },
  },
];

/** Answers only when the client has finished. */
function answerAtEnd(socket: Socket): void {
  socket.resume();
  socket.once('end', () => void socket.end('BYE'));
}

/** Resolves when the upstream has sent so many bytes, which a toxic downstream now holds. */
async function heldAtUpstream(world: World, bytes: number): Promise<void> {
  const [socket] = world.upstream.sockets;
  if (socket === undefined || socket.bytesWritten < bytes || socket.writableLength > 0) {
    await new Promise((resolve) => setTimeout(resolve, 5));
    await heldAtUpstream(world, bytes);
  }
}
