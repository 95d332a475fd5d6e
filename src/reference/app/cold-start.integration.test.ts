import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fixturePath } from '../service/fixtures.ts';
import { ask } from '../testing/ask.ts';
import { startRelay, type Relay } from '../testing/relay.ts';
import { startService, until, type Service } from '../testing/world.ts';

let bundleService: Service;
let relay: Relay;
beforeAll(async () => {
  bundleService = await startService('bundle-service');
  relay = await startRelay(bundleService.url);
});
afterAll(async () => {
  await relay?.close();
  await bundleService?.child.stop();
});

describe('a replica that starts while everything is out', () => {
  it('listens, denies, and recovers without a restart', async () => {
    const nowhere = 'http://127.0.0.1:9';
    relay.set('cut');
    const app = await startService('app', {
      LEDGER_REPLICA: 'r0',
      LEDGER_CONTRACT: fixturePath('contract.yaml'),
      BUNDLE_SERVICE_URL: relay.url,
      POLICY_SERVICE_URL: nowhere,
      CONTEXT_SERVICE_URL: nowhere,
      DECISION_LOG_URL: nowhere,
    });
    const readyz = await fetch(`${app.url}/readyz`);
    expect([readyz.status, await readyz.json()]).toEqual([503, { ready: false, revision: 0 }]);
    const questions = [
      ['invoice:list', 'ledger/main'],
      ['invoice:read', 'invoice/i-1'],
      ['report:export', 'report/r-1'],
      ['payment:approve', 'payment/p-1'],
    ] as const;
    for (const [action, resource] of questions) {
      expect(await ask(app, 'alice', action, resource)).toMatchObject({
        status: 403,
        mode: 'deny',
        revision: '0',
      });
    }
    relay.set('pass');
    await until(async () => (await fetch(`${app.url}/readyz`)).status === 200);
    expect(await ask(app, 'alice', 'invoice:list', 'ledger/main')).toMatchObject({
      status: 200,
      mode: 'local',
      revision: '1',
    });
    expect(await app.child.stop()).toBe(0);
  });
});
