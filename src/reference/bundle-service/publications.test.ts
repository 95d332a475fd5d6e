import { beforeAll, describe, expect, it } from 'vitest';
import type { JWK } from 'jose';
import type { BundleKeys } from '../bundle/bundle-keys.ts';
import { verifyBundle } from '../bundle/verify.ts';
import { fixturePath, readBundleKeys, readKey } from '../service/fixtures.ts';
import { policyNames, readPolicyContent } from './policy-content.ts';
import { createPublications } from './publications.ts';

const approval = { by: 'ana', approvedBy: 'ben', reason: 'test' };
const content = (text: string) => new Map([['remote/a.cedar', text]]);

let signingKey: JWK;
let keys: BundleKeys;
beforeAll(async () => {
  signingKey = await readKey('bundle-signing.private');
  keys = await readBundleKeys();
});

describe('publications', () => {
  it('serve the newest, and roll back to earlier content under a new revision', async () => {
    const publications = createPublications(signingKey);
    const servedNow = () => verifyBundle(publications.served()?.archive ?? Buffer.alloc(0), keys);
    await publications.publish('good', content('good'), approval);
    await publications.publish('bad', content('bad'), approval);
    expect(await servedNow()).toMatchObject({ revision: 2, policies: content('bad') });
    expect(await publications.rollback(1, approval)).toMatchObject({
      revision: 3,
      policy: 'good',
      rollbackTo: 1,
      ...approval,
    });
    expect(await servedNow()).toMatchObject({ revision: 3, policies: content('good') });
    expect(publications.history().map(({ revision, policy }) => [revision, policy])).toEqual([
      [1, 'good'],
      [2, 'bad'],
      [3, 'good'],
    ]);
  });

  it('know no revision that was never published', async () => {
    expect(await createPublications(signingKey).rollback(1, approval)).toBeUndefined();
  });

  it('end with the highest revision served, also when changes come at once', async () => {
    const publications = createPublications(signingKey);
    const texts = ['a', 'b', 'c', 'd'];
    await Promise.all(texts.map((text) => publications.publish(text, content(text), approval)));
    expect(publications.history().map(({ revision }) => revision)).toEqual([1, 2, 3, 4]);
    const served = await verifyBundle(publications.served()?.archive ?? Buffer.alloc(0), keys);
    expect(served).toMatchObject({ revision: 4, policies: content('d') });
  });
});

describe('policy contents', () => {
  it('are the folders of the fixtures, each laid over the good one', async () => {
    const folder = fixturePath('policies');
    expect(await policyNames(folder)).toEqual([
      'bad-allow',
      'bad-deny',
      'good',
      'revoke-alice',
      'withdraw-copilot',
    ]);
    const good = await readPolicyContent(folder, 'good');
    const bad = await readPolicyContent(folder, 'bad-allow');
    expect([...bad.keys()].filter((path) => !good.has(path))).toEqual([
      'rego/vendor-onboarding.rego',
      'remote/vendor-onboarding.cedar',
    ]);
    for (const [path, text] of good) expect(bad.get(path)).toBe(text);
  });
});
