import { Toxiproxy } from 'toxiproxy-node-client';
import { expect, it } from 'vitest';
import { authzDrill, said, startAuthzDrill } from '../testing/authz-drill.ts';
import { withPortInUse } from '../testing/port-in-use.ts';

it('the fault proxy stands alone, is driven by a Toxiproxy client, and stops when it is told to', async () => {
  const { child, ended } = startAuthzDrill(['proxy', '--host', '127.0.0.1', '--port', '0', '--seed', '7']);
  const heard = await said(child, /"url":"(http:[^"]+)"/);
  const client = new Toxiproxy(/"url":"(http:[^"]+)"/.exec(heard)?.[1] ?? '');
  const proxy = await client.createProxy({ name: 'p', listen: '127.0.0.1:0', upstream: '127.0.0.1:1' });
  expect((await client.getAll())['p']?.listen).toBe(proxy.listen);
  child.kill('SIGTERM');
  expect(await ended).toMatchObject({ code: 0, stdout: '' });
});

it('a port in use is one screen and code 4', async () => {
  await withPortInUse(async (port) => {
    const { code, stderr } = await authzDrill('proxy', '--host', '127.0.0.1', '--port', String(port));
    expect(stderr).toContain(`the fault proxy cannot listen on 127.0.0.1:${port} (EADDRINUSE)`);
    expect(stderr).toContain('--port');
    expect(code).toBe(4);
  });
});
