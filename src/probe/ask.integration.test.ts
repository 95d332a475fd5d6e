import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Asked, Asker } from './ask.ts';
import { openAsker } from './ask.ts';
import { classifyFailure } from './classify.ts';
import type { ProbeRequest } from './request.ts';

const get = (path: string): ProbeRequest => ({ method: 'GET', path, headers: {}, body: null });
const now = (): number => performance.now();

let answer: (request: IncomingMessage, response: ServerResponse) => void = () => {};
let server: Server;
let url = '';
let connections = 0;
let asker: Asker;

beforeEach(async () => {
  connections = 0;
  server = createServer((request, response) => answer(request, response));
  server.on('connection', () => connections++);
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  asker = openAsker({ url, deadlineMs: 5_000, now });
});

afterEach(async () => {
  await asker.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

describe('asking', () => {
  it('sends the request with its token and reads the whole answer', async () => {
    answer = (request, response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'authz-mode': 'local' });
      response.write('{"method":');
      response.end(`"${request.method} ${request.url} ${request.headers.authorization}"}`);
    };
    const asked = await asker.ask({ method: 'POST', path: '/payments', headers: {}, body: '{}' }, 'token');
    expect(asked).toMatchObject({
      kind: 'answer',
      answer: {
        status: 200,
        headers: { 'authz-mode': 'local' },
        body: '{"method":"POST /payments Bearer token"}',
      },
    });
    expect(asked.received).toBeGreaterThanOrEqual(asked.sent);
  });

  it('never waits behind a slow answer, and keeps its connections', async () => {
    const held: ServerResponse[] = [];
    answer = (request, response) => {
      if (request.url === '/slow') held.push(response);
      else response.end('quick');
    };
    const slow = Array.from({ length: 40 }, () => asker.ask(get('/slow'), 't'));
    expect(await asker.ask(get('/quick'), 't')).toMatchObject({ kind: 'answer' });
    await expect.poll(() => held.length).toBe(40);
    for (const response of held) response.end('at last');
    expect((await Promise.all(slow)).every(({ kind }) => kind === 'answer')).toBe(true);

    const opened = connections;
    for (let again = 0; again < 10; again++) await asker.ask(get('/quick'), 't');
    expect(connections).toBe(opened);
  });

  it('gives up at the deadline: a time-out, whatever comes later', async () => {
    const impatient = openAsker({ url, deadlineMs: 30, now });
    const closed = Promise.withResolvers<void>();
    answer = (request, response) => {
      request.on('close', closed.resolve);
      response.writeHead(200, { 'content-length': '10' });
      response.write('half');
    };
    expect(await impatient.ask(get('/'), 't')).toMatchObject({ kind: 'timeout' });
    // The connection is given up too, so that the application does not work for nobody.
    await closed.promise;
    await impatient.close();
  });

  it.each([
    ['a reset', (response: ServerResponse) => void response.socket?.resetAndDestroy(), 'ECONNRESET'],
    ['an answer that is cut off', (response: ServerResponse) => cutOff(response), 'other side closed'],
  ])('tells %s', async (_what, act, error) => {
    answer = (_request, response) => act(response);
    const asked = await asker.ask(get('/'), 't');
    expect(failureOf(asked)).toEqual({ outcome: 'error', error });
  });

  it('tells a refused connection', async () => {
    await new Promise((resolve) => server.close(resolve));
    const asked = await asker.ask(get('/'), 't');
    expect(failureOf(asked)).toEqual({ outcome: 'error', error: 'ECONNREFUSED' });
    server.listen(0);
  });

  it('ends what is under way when it is closed', async () => {
    const asked = asker.ask(get('/'), 't');
    answer = () => void asker.close();
    expect(await asked).toMatchObject({ kind: 'failure' });
  });
});

function cutOff(response: ServerResponse): void {
  response.writeHead(200, { 'content-length': '10' });
  response.write('half', () => response.socket?.destroy());
}

function failureOf(asked: Asked): unknown {
  return asked.kind === 'failure' ? classifyFailure(asked.error) : asked;
}
