import { createServer } from 'node:net';
import { once } from 'node:events';
import { request } from 'undici';
import { describe, expect, it } from 'vitest';
import { timeLimit } from './time-limit.ts';

/** Keeps the process from doing anything else. */
function holdUp(ms: number): void {
  const until = performance.now() + ms;
  while (performance.now() < until);
}

describe('a time limit', () => {
  it('ends with a TimeoutError, at once when there is no time left', async () => {
    for (const ms of [5, 0, -1]) {
      const signal = timeLimit(ms);
      await once(signal, 'abort');
      expect(signal.reason).toMatchObject({ name: 'TimeoutError' });
    }
  });

  it('may be without end', async () => {
    const signal = timeLimit(Infinity);
    await once(timeLimit(5), 'abort');
    expect(signal.aborted).toBe(false);
  });

  it('takes an answer that was there in time, however late the process gets to read it', async () => {
    const server = createServer((socket) => {
      socket.once('data', () => {
        socket.end('HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\nok');
        // The answer is on its way; the process that waits for it is not.
        setImmediate(() => holdUp(700));
      });
    }).listen(0, '127.0.0.1');
    try {
      await once(server, 'listening');
      const address = server.address();
      const port = typeof address === 'object' ? address?.port : undefined;
      const answer = await request(`http://127.0.0.1:${port}/`, { signal: timeLimit(500) });
      expect(await answer.body.text()).toBe('ok');
    } finally {
      server.close();
    }
  });
});
