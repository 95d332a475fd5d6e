import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { BundleKeys } from '../bundle/bundle-keys.ts';
import { verifyBundle } from '../bundle/verify.ts';
import type { PolicyAnswer } from '../engine/engine.ts';
import { readBundleKeys } from '../service/fixtures.ts';
import { createConfirm } from './confirmation.ts';
import { createPublications, type Publications } from './publications.ts';
import { readServiceKeys, type ServiceKeys } from './service-keys.ts';

const order = { by: 'ana', approvedBy: 'security', breakGlass: false, reason: 'test' };
const owner = { approvers: ['security'], breakGlass: ['on-call'] };
const content = (text: string) => new Map([['remote/a.cedar', text]]);

let keys: BundleKeys;
beforeAll(async () => {
  keys = await readBundleKeys();
});

let signingKey: ServiceKeys;
let publications: Publications;
let served: number;
/** Texts that were put in force for whoever changes the policy; one that says `locked` lets nobody. */
let enforced: string[];
beforeEach(async () => {
  signingKey = await readServiceKeys();
  served = 0;
  enforced = [];
  const ask = (): PolicyAnswer => ({
    outcome: enforced.at(-1) === 'locked' ? 'deny' : 'allow',
    reason: 'locked out',
  });
  publications = createPublications({
    signingKey: signingKey.current,
    confirm: createConfirm(signingKey.current),
    owner: () => owner,
    operatorPolicy: {
      enforce: async (files) => void enforced.push(String(files.get('remote/a.cedar'))),
      ask,
    },
    onServed: () => (served += 1),
  });
});

const servedNow = () => verifyBundle(publications.revisions().at(-1)?.archive ?? Buffer.alloc(0), keys);

describe('publications', () => {
  it('serve the newest, and roll back to earlier content under a new revision', async () => {
    await publications.begin('good', content('good'));
    await publications.publish('bad', content('bad'), order);
    expect(await servedNow()).toMatchObject({ revision: 2, policies: content('bad') });
    expect(await publications.rollback(1, order)).toMatchObject({
      ...order,
      action: 'rollback',
      outcome: 'served',
      revision: 3,
      policy: 'good',
      rollbackTo: 1,
      diff: { added: [], removed: [], changed: ['remote/a.cedar'] },
    });
    expect(await servedNow()).toMatchObject({ revision: 3, policies: content('good') });
    expect(served).toBe(3);
    expect(publications.history()).toMatchObject([
      { revision: 1, policy: 'good', by: 'bundle-service', approvedBy: null },
      { revision: 2, policy: 'bad' },
      { revision: 3, policy: 'good' },
    ]);
  });

  it('cannot roll back to what was never published', async () => {
    await publications.begin('good', content('good'));
    expect(await publications.rollback(7, order)).toBeUndefined();
    expect(publications.history()).toHaveLength(1);
  });

  it('come one after the other, each under a revision of its own', async () => {
    const texts = ['a', 'b', 'c', 'd'];
    await Promise.all(texts.map((text) => publications.publish(text, content(text), order)));
    expect(publications.history()).toMatchObject([1, 2, 3, 4].map((revision) => ({ revision })));
    expect(await servedNow()).toMatchObject({ revision: 4, policies: content('d') });
  });

  it('refuse what nobody approved, serve nothing of it and remember it', async () => {
    await publications.begin('good', content('good'));
    const refused = await publications.publish('bad', content('bad'), { ...order, approvedBy: 'ana' });
    expect(refused).toMatchObject({ outcome: 'refused', code: 'unapproved', policy: 'bad' });
    expect(await servedNow()).toMatchObject({ revision: 1 });
    expect(publications.history()).toMatchObject([{ outcome: 'served' }, { outcome: 'refused', by: 'ana' }]);
    expect(await publications.publish('better', content('better'), order)).toMatchObject({ revision: 2 });
  });

  it('ask the policy that is in force, which only a broken glass goes past', async () => {
    await publications.begin('good', content('good'));
    await publications.publish('locks-out', content('locked'), order);
    const back = { ...order, by: 'on-call', approvedBy: null, breakGlass: true };
    expect(await publications.rollback(1, order)).toMatchObject({ code: 'not-permitted' });
    expect(await publications.rollback(1, { ...back, by: 'ana' })).toMatchObject({ code: 'unapproved' });
    expect(await publications.rollback(1, back)).toMatchObject({ revision: 3, breakGlass: true });
    expect(await publications.publish('good', content('good'), order)).toMatchObject({ revision: 4 });
  });

  it('are signed with the key that is current, whatever the original was signed with', async () => {
    await publications.begin('good', content('good'));
    await publications.publish('bad', content('bad'), order);
    expect(await signingKey.rotate('bundle-signing-next')).toBe(true);
    expect(await publications.rollback(1, order)).toMatchObject({ revision: 3 });
    expect(await servedNow()).toMatchObject({ revision: 3, keyId: 'bundle-signing-2' });
  });
});

describe('the signing key', () => {
  it.each(['bundle-signing-retired', 'bundle-signing-foreign', 'no-such', '../../target'])(
    'does not become %s, which nobody believes',
    async (name) => {
      expect(await signingKey.rotate(name)).toBe(false);
      expect(signingKey.current().kid).toBe('bundle-signing-1');
    },
  );
});
