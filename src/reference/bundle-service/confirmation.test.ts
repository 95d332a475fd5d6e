import { describe, expect, it } from 'vitest';
import { verifyToken } from '../bundle/token.ts';
import { readBundleKeys, readKey } from '../service/fixtures.ts';
import { createConfirm } from './confirmation.ts';

const bundle = { etag: '"1-abc"', revision: 1 };

describe('a confirmation', () => {
  it('says, signed, which bundle is served and when', async () => {
    const key = await readKey('bundle-signing.private');
    const confirm = createConfirm(
      () => key,
      () => 1_000,
    );
    const { payload } = await verifyToken(await confirm(bundle), await readBundleKeys());
    expect(payload).toEqual({ ...bundle, at: 1_000 });
  });

  it('is later than every one before, whatever the clock does', async () => {
    const key = await readKey('bundle-signing.private');
    const keys = await readBundleKeys();
    const clock = [1_000, 1_000, 900, 2_000];
    const confirm = createConfirm(
      () => key,
      () => clock.shift() ?? 0,
    );
    const times: unknown[] = [];
    while (clock.length > 0) times.push((await verifyToken(await confirm(bundle), keys)).payload);
    expect(times).toMatchObject([{ at: 1_000 }, { at: 1_001 }, { at: 1_002 }, { at: 2_000 }]);
  });
});
