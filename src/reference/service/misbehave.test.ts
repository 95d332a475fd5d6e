import { describe, expect, it } from 'vitest';
import { createBehaviourLease, type Behaviour } from './behaviour.ts';
import { misbehave } from './misbehave.ts';

const url = 'http://127.0.0.1:1/access/v1/evaluation';

function sound(): Response {
  return Response.json(
    { decision: false, context: { reason: 'no' } },
    { headers: { 'x-request-id': 'q-1' } },
  );
}

/** What a service of ours says of a deny while it is told to misbehave. */
async function answer(behaviour: Behaviour, path = url): Promise<Response> {
  const lease = createBehaviourLease();
  lease.set(behaviour, 60_000);
  return misbehave(sound, lease)(new Request(path, { method: 'POST', headers: { 'x-request-id': 'q-1' } }));
}

describe('a service that is told to misbehave', () => {
  it('answers a status, and says in whole seconds when to come again', async () => {
    const busy = await answer({ kind: 'status', status: 429, retryAfterMs: 1_200 });
    expect([busy.status, busy.headers.get('retry-after')]).toEqual([429, '2']);
    const gone = await answer({ kind: 'status', status: 304 });
    expect([gone.status, gone.headers.get('retry-after'), await gone.text()]).toEqual([304, null, '']);
  });

  it('sends elsewhere, where an allow waits for whoever goes', async () => {
    const sent = await answer({ kind: 'redirect' });
    expect(sent.status).toBe(307);
    const there = await answer({ kind: 'redirect' }, sent.headers.get('location') ?? '');
    expect(await there.json()).toMatchObject({ decision: true });
    expect(there.headers.get('x-request-id')).toBe('q-1');
  });

  it('answers nothing, what is no JSON, or a page for people', async () => {
    expect(await (await answer({ kind: 'empty' })).text()).toBe('');
    await expect((await answer({ kind: 'malformed' })).json()).rejects.toThrow('JSON');
    const page = await answer({ kind: 'wrong-content-type' });
    expect(page.headers.get('content-type')).toContain('text/html');
    expect(await page.text()).toContain('true');
    expect(page.headers.get('x-request-id')).toBe('q-1');
  });

  it('leaves out an attribute, or gives it another type', async () => {
    const decision = { attribute: 'decision' };
    expect(await (await answer({ kind: 'missing-attribute', ...decision })).json()).toEqual({
      context: { reason: 'no' },
    });
    expect(await (await answer({ kind: 'wrong-type', ...decision })).json()).toMatchObject({
      decision: 'false',
    });
  });

  it("answers with an allow to somebody else's request", async () => {
    const other = await answer({ kind: 'other-answer' });
    expect(await other.json()).toMatchObject({ decision: true, context: { reason: 'no' } });
    expect(other.headers.get('x-request-id')).not.toBe('q-1');
  });

  it('stays healthy all the while', async () => {
    expect((await answer({ kind: 'status', status: 500 }, 'http://127.0.0.1:1/healthz')).status).toBe(200);
  });
});

describe('an endless answer', () => {
  it('begins like an allow, goes on, and breaks off once nobody wants it to', async () => {
    const lease = createBehaviourLease();
    lease.set({ kind: 'endless' }, 60_000);
    const never = misbehave(() => new Response(), lease);
    const reader = (await never(new Request(url))).body?.getReader();
    const first = await reader?.read();
    expect(new TextDecoder().decode(first?.value)).toMatch(/^\{"decision":true/);
    expect((await reader?.read())?.done).toBe(false);
    lease.clear();
    // What was written ahead still comes.
    const rest = async (): Promise<void> => {
      while ((await reader?.read())?.done === false);
    };
    await expect(rest()).rejects.toThrow('no longer told');
  });
});
