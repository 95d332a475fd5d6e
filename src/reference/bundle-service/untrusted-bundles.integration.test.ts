import { afterAll, beforeAll, expect, it } from 'vitest';
import { untrustedVariants, type UntrustedVariant } from '../../model/fault.ts';
import { verifyBundle } from '../bundle/verify.ts';
import { readBundleKeys } from '../service/fixtures.ts';
import { questionsTo, type BundleQuestions } from '../testing/bundle-questions.ts';
import { startService, type Service } from '../testing/world.ts';

const keys = await readBundleKeys();

let service: Service;
let bundles: BundleQuestions;
beforeAll(async () => {
  service = await startService('bundle-service');
  bundles = questionsTo(service, keys);
});
afterAll(() => service.child.stop());

it('cannot be one of a past or a content that there is not', async () => {
  const untrusted = { kind: 'untrusted-bundle', policy: 'forged' };
  expect(await bundles.behave({ ...untrusted, variant: 'replayed' })).toBe(409);
  expect(await bundles.behave({ ...untrusted, variant: 'unsigned', policy: 'no-such' })).toBe(409);
  expect(await bundles.behave({ ...untrusted, variant: 'nonsense' })).toBe(400);
  expect(await bundles.read('/control/behaviour')).toEqual({ kind: 'normal' });
});

/** These two are sound by themselves: only what is in force tells that they are not to be believed. */
const expected: { readonly [Variant in UntrustedVariant]?: (inForce: number) => number } = {
  replayed: (inForce) => inForce - 1,
  conflicting: (inForce) => inForce,
};

/** The revision of a bundle that verifies. */
function verdictOn(archive: Buffer): Promise<number | 'rejected'> {
  return verifyBundle(archive, keys).then(
    ({ revision }) => revision,
    () => 'rejected',
  );
}

it.each(untrustedVariants)('is served to whoever asks and to whoever waits: %s', async (variant) => {
  await bundles.publish('bad-allow');
  await bundles.rollback(1);
  const sound = await bundles.ask();
  const { revision } = await verifyBundle(sound.body, keys);
  const waiting = bundles.ask(sound.etag, 60);
  await bundles.held(1);
  expect(await bundles.behave({ kind: 'untrusted-bundle', variant, policy: 'forged' })).toBe(200);
  for (const served of [await bundles.ask(sound.etag), await bundles.ask(), await waiting]) {
    expect(served).toMatchObject({ status: 200, confirmation: undefined });
    expect(served.etag).not.toBe(sound.etag);
    expect(await verdictOn(served.body)).toEqual(expected[variant]?.(revision) ?? 'rejected');
  }
  expect((await fetch(`${service.url}/policies/ledger`)).status).toBe(503);
  await bundles.behaveAgain();
  expect(await bundles.ask(sound.etag)).toMatchObject({ status: 304, confirmation: { revision } });
});
