import type { JWK } from 'jose';
import { beforeAll, describe, expect, it } from 'vitest';
import { buildBundle } from '../bundle/build.ts';
import type { BundleKeys } from '../bundle/bundle-keys.ts';
import { BundleRejected } from '../bundle/rejected.ts';
import type { PolicyEngine, PolicyFiles } from '../engine/engine.ts';
import { PolicyRejected } from '../engine/engine.ts';
import { readBundleKeys, readKey } from '../service/fixtures.ts';
import { createTestClock } from '../testing/clock.ts';
import { createActivePolicy } from './active-policy.ts';
import type { BundleAnswer } from './bundle-client.ts';

let signingKey: JWK;
let verificationKeys: BundleKeys;
beforeAll(async () => {
  signingKey = await readKey('bundle-signing.private');
  verificationKeys = await readBundleKeys();
});

const content = (text: string): PolicyFiles => new Map([['remote/a.cedar', text]]);
const bundle = async (revision: number, text: string): Promise<BundleAnswer> => ({
  kind: 'bundle',
  archive: await buildBundle(content(text), revision, signingKey),
  etag: `"${revision}-${text}"`,
});

/** An active policy whose bundle service answers what the test puts in `answers`. */
function setUp() {
  const clock = createTestClock();
  const answers: (BundleAnswer | Error)[] = [];
  const activated: string[] = [];
  const askedWith: (string | undefined)[] = [];
  const engine: PolicyEngine = {
    async prepare(files) {
      const text = String(files.get('remote/a.cedar'));
      if (text === 'broken') throw new PolicyRejected('broken');
      return () => void activated.push(text);
    },
    activate: async (files) => (await engine.prepare(files))(),
    decide: () => ({ outcome: 'deny', reason: '' }),
  };
  const active = createActivePolicy({
    client: {
      async fetch(etag) {
        askedWith.push(etag);
        const answer = answers.shift();
        clock.pass(10);
        if (answer === undefined || answer instanceof Error)
          throw answer ?? new Error('not told what to answer');
        return answer;
      },
      close: async () => {},
    },
    engine,
    verificationKeys,
    now: clock.now,
  });
  return { active, answers, activated, askedWith, clock };
}

describe('the active policy', () => {
  it('is nothing before the first bundle', () => {
    const { active } = setUp();
    expect([active.revision(), active.unconfirmedMs()]).toEqual([0, Infinity]);
  });

  it('follows revisions upwards, and asks with the tag of the bundle in force', async () => {
    const { active, answers, activated, askedWith } = setUp();
    answers.push(
      await bundle(1, 'good'),
      { kind: 'unchanged' },
      await bundle(2, 'bad'),
      await bundle(3, 'good'),
    );
    expect(await active.refresh()).toBe(true);
    expect(await active.refresh()).toBe(false);
    expect(await active.refresh()).toBe(true);
    expect(await active.refresh()).toBe(true);
    expect(active.revision()).toBe(3);
    expect(activated).toEqual(['good', 'bad', 'good']);
    expect(askedWith).toEqual([undefined, '"1-good"', '"1-good"', '"2-bad"']);
  });

  it('refuses a replayed bundle, which confirms nothing', async () => {
    const { active, answers, activated, clock } = setUp();
    const first = await bundle(1, 'bad');
    answers.push(first, await bundle(2, 'good'), first);
    await active.refresh();
    await active.refresh();
    clock.pass(500);
    await expect(active.refresh()).rejects.toThrow('revision 1 is replayed');
    expect([active.revision(), active.unconfirmedMs()]).toEqual([2, 520]);
    expect(activated).toEqual(['bad', 'good']);
  });

  it('refuses other content under the number in force, and takes the same content again as confirmation', async () => {
    const { active, answers } = setUp();
    answers.push(await bundle(2, 'good'), await bundle(2, 'bad'), await bundle(2, 'good'));
    await active.refresh();
    await expect(active.refresh()).rejects.toBeInstanceOf(BundleRejected);
    expect(await active.refresh()).toBe(false);
    expect(active.unconfirmedMs()).toBe(10);
  });

  it('stays what it was, and grows older, when the service fails or sends what cannot be believed', async () => {
    const { active, answers, activated, clock, askedWith } = setUp();
    const tampered = { kind: 'bundle', archive: Buffer.from('no archive'), etag: '"x"' } as const;
    answers.push(await bundle(1, 'good'), new Error('refused'), tampered, await bundle(2, 'broken'), {
      kind: 'unchanged',
    });
    await active.refresh();
    for (const failure of [Error, BundleRejected, PolicyRejected]) {
      clock.pass(1_000);
      await expect(active.refresh()).rejects.toBeInstanceOf(failure);
    }
    expect([active.revision(), active.unconfirmedMs()]).toEqual([1, 3_040]);
    await active.refresh();
    expect(active.unconfirmedMs()).toBe(10);
    expect(activated).toEqual(['good']);
    expect(askedWith.at(-1)).toBe('"1-good"');
  });
});
