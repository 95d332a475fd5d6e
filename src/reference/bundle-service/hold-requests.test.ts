import { describe, expect, it } from 'vitest';
import { createDoorbell } from './doorbell.ts';
import { holdRequests, preferredWaitMs } from './hold-requests.ts';

const heldType = 'application/vnd.openpolicyagent.bundles';
const unchanged = () => new Response(null, { status: 304, headers: { etag: '"1"' } });
const bundle = () => new Response('archive', { headers: { 'content-type': 'application/gzip' } });
const ask = (wait?: string, signal?: AbortSignal) =>
  new Request('http://service/bundles/ledger', {
    ...(wait === undefined ? {} : { headers: { prefer: `modes=snapshot;wait=${wait}` } }),
    ...(signal === undefined ? {} : { signal }),
  });

/** A service of which a test says what it has to say, and how often it was asked. */
function setUp() {
  const doorbell = createDoorbell();
  const state = { say: unchanged, asked: 0 };
  const fetch = holdRequests(async () => {
    state.asked += 1;
    return state.say();
  }, doorbell);
  return { doorbell, state, fetch };
}

describe('a request that is willing to wait', () => {
  it('is answered at once where there is something new', async () => {
    const { fetch, state } = setUp();
    state.say = bundle;
    const answer = await fetch(ask('60'));
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, heldType]);
  });

  it('is held until there is, and so is every other', async () => {
    const { fetch, state, doorbell } = setUp();
    const answers = Promise.all([fetch(ask('60')), fetch(ask('60')), fetch(ask('60'))]);
    await expect.poll(() => state.asked).toBe(3);
    doorbell.ring();
    await expect.poll(() => state.asked).toBe(6);
    state.say = bundle;
    doorbell.ring();
    expect((await answers).map(({ status }) => status)).toEqual([200, 200, 200]);
  });

  it('is told that nothing has changed once its time is up', async () => {
    const { fetch, state } = setUp();
    const answer = await fetch(ask('0.05'));
    expect([answer.status, answer.headers.get('content-type')]).toEqual([304, heldType]);
    // What it is told is of then, not of when it came.
    expect(state.asked).toBeGreaterThan(1);
  });

  it('misses nothing that comes while it is being answered', async () => {
    const { fetch, state, doorbell } = setUp();
    state.say = () => {
      state.say = bundle;
      doorbell.ring();
      return unchanged();
    };
    expect((await fetch(ask('60'))).status).toBe(200);
  });

  it('is let go when the service stops, and held no more after that', async () => {
    const { fetch, doorbell } = setUp();
    const held = fetch(ask('60'));
    doorbell.close();
    expect((await held).status).toBe(304);
    expect((await fetch(ask('60'))).status).toBe(304);
  });

  it('is let go when whoever asked has gone', async () => {
    const { fetch, state } = setUp();
    const gone = new AbortController();
    const held = fetch(ask('60', gone.signal));
    await expect.poll(() => state.asked).toBe(1);
    gone.abort();
    expect((await held).status).toBe(304);
  });

  it.each([
    ['an error', () => new Response('told to', { status: 500 })],
    ['a page', () => new Response('<p>', { headers: { 'content-type': 'text/html' } })],
  ])('gets %s as it is', async (_, say) => {
    const { fetch, state } = setUp();
    state.say = say;
    const answer = await fetch(ask('60'));
    expect(answer.status).toBe(say().status);
    expect(answer.headers.get('content-type')).toBe(say().headers.get('content-type'));
  });
});

it('a request that says nothing of waiting does not wait', async () => {
  const { fetch, state } = setUp();
  const answer = await fetch(ask());
  expect([answer.status, answer.headers.get('content-type')]).toEqual([304, null]);
  state.say = bundle;
  expect((await fetch(ask())).headers.get('content-type')).toBe('application/gzip');
});

it.each([
  [null, undefined],
  ['', undefined],
  ['modes=snapshot,delta', undefined],
  ['wait=5', 5_000],
  ['modes=snapshot;wait=10', 10_000],
  ['modes=snapshot,delta;wait=0', 0],
  ['respond-async, wait=1.5', 1_500],
  ['await=5', undefined],
  ['wait=soon', undefined],
])('Prefer: %s is a wait of %s ms', (prefer, ms) => {
  expect(preferredWaitMs(prefer)).toBe(ms);
});
