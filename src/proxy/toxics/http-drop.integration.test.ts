import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { httpUpstream, rawRequest, type HttpUpstream } from '../testing/http-upstream.ts';
import { startWorld, talkTo, type Talk, type World } from '../testing/world.ts';

let world: World;
let upstream: HttpUpstream;
beforeEach(async () => {
  upstream = httpUpstream();
  world = await startWorld(upstream.serve);
});
afterEach(() => world.stop());

function ask(path: string): Talk {
  const talk = talkTo(world.port);
  talk.say(rawRequest('GET', path));
  return talk;
}

describe('http_drop on sockets', () => {
  it('drops the first two requests and lets the third through', async () => {
    await world.toxic('http_drop', { first: 2 });
    await expect(ask('/1').ending).resolves.toBe('end');
    await expect(ask('/2').ending).resolves.toBe('end');
    const third = ask('/3');
    await third.heard('{"url":"/3"}');
    third.hangUp();
    expect(upstream.asked).toEqual(['GET /3']);
  });

  it('resets the connection', async () => {
    await world.toxic('http_drop', { ending: 'reset' });
    await expect(ask('/').ending).resolves.toBe('ECONNRESET');
  });

  it('answers what came before on the same connection first', async () => {
    await world.toxic('http_drop', { path: '/lost' });
    const talk = talkTo(world.port);
    talk.say(rawRequest('GET', '/kept') + rawRequest('GET', '/lost'));
    await expect(talk.ending).resolves.toBe('end');
    expect(talk.text()).toContain('{"url":"/kept"}');
  });

  it('leaves the client hanging, until it is removed or the client gives up', async () => {
    const toxic = await world.toxic('http_drop', { ending: 'hang' });
    const patient = ask('/1');
    const impatient = ask('/2');
    await expect.poll(async () => (await seenRequests()) ?? 0).toBe(2);
    impatient.finish();
    await expect(impatient.ending).resolves.toBe('end');
    expect(patient.text()).toBe('');
    await toxic.remove();
    await expect(patient.ending).resolves.toBe('end');
    expect(upstream.asked).toEqual([]);
  });
});

async function seenRequests(): Promise<number | undefined> {
  const answer = await fetch(`${world.url}/events`);
  const page: { counters: { p: { toxics: Record<string, { requests: number }> } } } = JSON.parse(
    await answer.text(),
  );
  return page.counters.p.toxics['http_drop']?.requests;
}
