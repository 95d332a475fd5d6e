import { once } from 'node:events';
import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { startChild } from '../testing/child.ts';
import { fixturePath } from './fixtures.ts';

const nowhere = 'http://127.0.0.1:9';
const environments: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'bundle-service': { LEDGER_CONTRACT: fixturePath('contract.yaml') },
  'context-service': {},
  'log-sink': {},
  'policy-service': { BUNDLE_SERVICE_URL: nowhere },
  app: {
    LEDGER_REPLICA: 'r0',
    LEDGER_CONTRACT: fixturePath('contract.yaml'),
    POLICY_SERVICE_URL: nowhere,
    BUNDLE_SERVICE_URL: nowhere,
    CONTEXT_SERVICE_URL: nowhere,
    DECISION_LOG_URL: nowhere,
  },
};
const entries = Object.keys(environments);
const start = (entry: string, env: Readonly<Record<string, string>> = {}) =>
  startChild(entry, { ...environments[entry], ...env });

describe.each(entries)('%s', (entry) => {
  const isApp = entry === 'app';

  it('says where it listens, although nothing it depends on is there, and ends on SIGTERM', async () => {
    const child = await start(entry);
    expect(child.line).toMatchObject({
      ready: true,
      name: isApp ? 'ledger' : entry,
      url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
    });
    expect('controlUrl' in child.line).toBe(!isApp);
    const { url } = child.line.ready ? child.line : { url: '' };
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    expect(await child.stop()).toBe(0);
  });

  it('ends when its stdin does', async () => {
    const child = await start(entry);
    child.process.stdin?.end();
    expect(await child.exited).toBe(0);
  });

  it('says which port is in use', async () => {
    const occupant = createServer().listen(0, '127.0.0.1');
    await once(occupant, 'listening');
    const address = occupant.address();
    const port = typeof address === 'object' && address !== null ? String(address.port) : '';
    const child = await start(entry, { [isApp ? 'LEDGER_PORT' : 'PORT']: port });
    expect(child.line).toMatchObject({
      ready: false,
      code: 'EADDRINUSE',
      error: expect.stringContaining(port),
    });
    expect(await child.exited).toBe(1);
    occupant.close();
  });

  it('refuses a port that is none', async () => {
    const child = await start(entry, { [isApp ? 'LEDGER_PORT' : 'PORT']: '70000' });
    expect(child.line).toMatchObject({ ready: false, error: expect.stringContaining('is no port: 70000') });
    expect(await child.exited).toBe(1);
  });
});

describe('the application', () => {
  it.each([
    [{ LEDGER_CONTRACT: '/no/such/contract.yaml' }, 'there is no such file'],
    [{ LEDGER_DEFECT: 'no-such-defect' }, 'there is no seeded defect no-such-defect'],
    [{ POLICY_SERVICE_URL: '' }, 'POLICY_SERVICE_URL is not set'],
  ])('does not start with %o', async (env, error) => {
    const child = await start('app', env);
    expect(child.line).toMatchObject({ ready: false, error: expect.stringContaining(error) });
    expect(await child.exited).toBe(1);
  });
});
