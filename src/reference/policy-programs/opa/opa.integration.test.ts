import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readBundleKeys } from '../../service/fixtures.ts';
import { realOpa } from '../../testing/policy-programs.ts';
import { startService, until, type Service } from '../../testing/world.ts';
import { control, order } from '../testing/front.ts';
import { createOpaClient } from './opa-client.ts';
import { opaConfig } from './opa-config.ts';
import { startOpa } from './opa-process.ts';

let bundleService: Service;
beforeAll(async () => {
  bundleService = await startService('bundle-service');
});
afterAll(() => bundleService?.child.stop());

describe('an OPA that waits at the bundle service', () => {
  it('is told of a publication, and waits again', async () => {
    const { url: bundleServiceUrl } = bundleService;
    const keys = await readBundleKeys();
    const opa = await startOpa(
      realOpa(),
      opaConfig({ bundleServiceUrl, keys, pollEveryS: 60, longPollS: 60 }),
    );
    const client = createOpaClient(opa.socketPath);
    const held = async (): Promise<unknown> => (await control(bundleService, 'held', 'GET')).json();
    await until(async () => (await client.isUp()) && (await client.revision()) > 0);
    const before = await client.revision();
    await until(async () => JSON.stringify(await held()) === '{"held":1}');
    await control(bundleService, 'publications', 'POST', { policy: 'bad-deny', ...order });
    // Long before its next poll, or the test's end, would be due.
    await until(async () => (await client.revision()) === before + 1);
    await until(async () => JSON.stringify(await held()) === '{"held":1}');
    await client.close();
    await opa.stop();
    expect(before).toBeGreaterThan(0);
  });
});
