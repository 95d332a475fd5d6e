import type { JWK } from 'jose';
import { beforeAll, describe, expect, it } from 'vitest';
import { buildBundle } from '../bundle/build.ts';
import type { BundleKeys } from '../bundle/bundle-keys.ts';
import { signToken } from '../bundle/token.ts';
import { verifyBundle } from '../bundle/verify.ts';
import { PolicyRejected, type PolicyEngine, type PolicyFiles } from '../engine/engine.ts';
import { readBundleKeys, readKey } from '../service/fixtures.ts';
import { createTestClock } from '../testing/clock.ts';
import { createActivePolicy } from './active-policy.ts';
import type { BundleAnswer, BundleRequest } from './bundle-client.ts';
import { confirmBySignature } from './confirm.ts';
import type { PolicyParts } from './policy-parts.ts';
import { ruleOnRevision } from './revision-rule.ts';
import type { PolicyState, StateStore } from './state-store.ts';

let signingKey: JWK;
let keys: BundleKeys;
beforeAll(async () => {
  signingKey = await readKey('bundle-signing.private');
  keys = await readBundleKeys();
});

const content = (text: string): PolicyFiles => new Map([['remote/a.cedar', text]]);
const tag = (revision: number, text: string): string => `"${revision}-${text}"`;

/** Time of the bundle service; each of its confirmations is later than the one before. */
let serviceTime = 1_000;
const confirmation = (revision: number, text: string, at = serviceTime++): Promise<string> =>
  signToken({ etag: tag(revision, text), revision, at }, signingKey);

const bundle = async (revision: number, text: string, said?: string): Promise<BundleAnswer> => ({
  kind: 'bundle',
  archive: await buildBundle(content(text), revision, signingKey),
  etag: tag(revision, text),
  confirmation: said ?? (await confirmation(revision, text)),
  holdsBack: false,
});
const unchanged = async (revision: number, text: string, said?: string): Promise<BundleAnswer> => ({
  kind: 'unchanged',
  etag: tag(revision, text),
  confirmation: said ?? (await confirmation(revision, text)),
  holdsBack: false,
});

/** A replica's machine: its disk, its clocks, and what the bundle service answers next. Processes come and go. */
function machine() {
  const clock = createTestClock();
  const wall = createTestClock(1_000_000);
  const answers: (BundleAnswer | Error)[] = [];
  const asked: BundleRequest[] = [];
  let disk: PolicyState = { bundle: undefined, confirmation: undefined, highest: undefined };
  const store: StateStore & { full: boolean } = {
    full: false,
    load: async () => disk,
    async save(state) {
      if (store.full) throw new Error('no space left');
      disk = state;
    },
  };

  function start(change: Partial<PolicyParts> = {}) {
    const activated: string[] = [];
    const told: string[] = [];
    const engine: PolicyEngine = {
      async prepare(files) {
        const text = String(files.get('remote/a.cedar'));
        if (text === 'broken') throw new PolicyRejected('broken');
        return () => void activated.push(text);
      },
      activate: async (files) => (await engine.prepare(files))(),
      decide: () => ({ outcome: 'deny', reason: '' }),
    };
    const parts: PolicyParts = {
      client: {
        async fetch(request) {
          asked.push(request);
          const answer = answers.shift();
          pass(10);
          if (answer === undefined || answer instanceof Error)
            throw answer ?? new Error('not told what to answer');
          return answer;
        },
        close: async () => {},
      },
      verify: (archive) => verifyBundle(archive, keys),
      confirm: confirmBySignature(keys),
      ruleOnRevision,
      store,
      engine,
      clocks: { now: clock.now, moment: () => ({ wallMs: wall.now(), uptimeMs: clock.now() }) },
      ...change,
    };
    return { active: createActivePolicy(parts, (event) => told.push(event)), activated, told };
  }

  function pass(ms: number): void {
    clock.pass(ms);
    wall.pass(ms);
  }

  return { start, pass, answers, asked, wall, store, disk: () => disk };
}

describe('the active policy', () => {
  it('is nothing before the first bundle', () => {
    const { active } = machine().start();
    expect([active.revision(), active.unconfirmedMs()]).toEqual([0, Infinity]);
  });

  it('follows revisions upwards, and asks with the tag of the bundle in force', async () => {
    const { start, answers, asked } = machine();
    const { active, activated } = start();
    answers.push(
      await bundle(1, 'good'),
      await unchanged(1, 'good'),
      await bundle(2, 'bad'),
      await bundle(3, 'good'),
    );
    const changes = [];
    while (answers.length > 0) changes.push((await active.refresh()).changed);
    expect(changes).toEqual([true, false, true, true]);
    expect(active.revision()).toBe(3);
    expect(activated).toEqual(['good', 'bad', 'good']);
    expect(asked.map(({ etag }) => etag)).toEqual([undefined, '"1-good"', '"1-good"', '"2-bad"']);
  });

  it('counts its age from when the confirming request was sent', async () => {
    const { start, answers, pass } = machine();
    const { active } = start();
    answers.push(await bundle(1, 'good'), await unchanged(1, 'good'));
    await active.refresh();
    expect(active.unconfirmedMs()).toBe(10);
    pass(500);
    await active.refresh();
    expect(active.unconfirmedMs()).toBe(10);
  });

  it('refuses a replayed bundle, which confirms nothing', async () => {
    const { start, answers, pass } = machine();
    const { active, activated } = start();
    const first = await bundle(1, 'bad');
    answers.push(first, await bundle(2, 'good'), first, await bundle(1, 'bad'));
    await active.refresh();
    await active.refresh();
    pass(500);
    await expect(active.refresh()).rejects.toMatchObject({ code: 'replayed' });
    await expect(active.refresh()).rejects.toThrow('revision 1 is replayed: revision 2 was in force');
    expect([active.revision(), active.unconfirmedMs()]).toEqual([2, 530]);
    expect(activated).toEqual(['bad', 'good']);
  });

  it('refuses other content under the number in force, and takes the same content again as confirmation', async () => {
    const { start, answers } = machine();
    const { active } = start();
    answers.push(await bundle(2, 'good'), await bundle(2, 'bad'), await bundle(2, 'good'));
    await active.refresh();
    await expect(active.refresh()).rejects.toMatchObject({ code: 'conflicting' });
    expect((await active.refresh()).changed).toBe(false);
    expect(active.unconfirmedMs()).toBe(10);
  });

  it('stays what it was, and grows older, when the service fails or sends what cannot be believed', async () => {
    const { start, answers, asked, pass } = machine();
    const { active, activated } = start();
    const tampered: BundleAnswer = { ...(await bundle(2, 'x')), kind: 'bundle', archive: Buffer.from('no') };
    answers.push(await bundle(1, 'good'), new Error('refused'), tampered, await bundle(2, 'broken'));
    await active.refresh();
    for (const name of ['Error', 'BundleRejected', 'PolicyRejected']) {
      pass(1_000);
      await expect(active.refresh()).rejects.toMatchObject({ name });
    }
    expect([active.revision(), active.unconfirmedMs()]).toEqual([1, 3_040]);
    answers.push(await unchanged(1, 'good'));
    await active.refresh();
    expect(active.unconfirmedMs()).toBe(10);
    expect(activated).toEqual(['good']);
    expect(asked.at(-1)?.etag).toBe('"1-good"');
  });
});

describe('a confirmation', () => {
  it('has to be signed, of the bundle in force, and new', async () => {
    const { start, answers, pass } = machine();
    const { active } = start();
    const foreign = await signToken(
      { etag: tag(1, 'good'), revision: 1, at: serviceTime + 1e6 },
      await readKey('bundle-signing-foreign.private'),
    );
    const first = await confirmation(1, 'good');
    answers.push(
      await bundle(1, 'good', first),
      { kind: 'unchanged', etag: tag(1, 'good'), confirmation: undefined, holdsBack: false },
      await unchanged(1, 'good', foreign),
      await unchanged(1, 'good', await confirmation(2, 'bad')),
      await unchanged(1, 'good', first),
    );
    await active.refresh();
    for (const code of ['unconfirmed', 'untrusted-confirmation', 'of-another', 'repeated']) {
      pass(100);
      await expect(active.refresh()).rejects.toMatchObject({ name: 'NotConfirmed', code });
    }
    expect(active.unconfirmedMs()).toBe(10 + 4 * 110);
  });

  it('has to come with a bundle before that is put in force', async () => {
    const { start, answers } = machine();
    const { active, activated } = start();
    const bare: BundleAnswer = { ...(await bundle(1, 'good')), confirmation: undefined };
    answers.push(bare, await bundle(1, 'good', await confirmation(2, 'bad')));
    await expect(active.refresh()).rejects.toMatchObject({ code: 'unconfirmed' });
    await expect(active.refresh()).rejects.toMatchObject({ code: 'of-another' });
    expect([active.revision(), activated]).toEqual([0, []]);
  });
});

describe('a process that is started again', () => {
  it('goes by the policy that was in force, which is no younger for it', async () => {
    const { start, answers, asked, pass } = machine();
    answers.push(await bundle(1, 'bad'), await bundle(2, 'good'));
    const first = start();
    await first.active.refresh();
    await first.active.refresh();
    pass(700);
    const { active, activated, told } = start();
    await active.restore();
    expect([active.revision(), active.unconfirmedMs(), activated]).toEqual([2, 710, ['good']]);
    answers.push(await unchanged(2, 'good'));
    await active.refresh();
    expect([active.unconfirmedMs(), asked.at(-1)?.etag, told]).toEqual([10, '"2-good"', []]);
  });

  it('refuses what was replaced before it was started, and repeats no confirmation', async () => {
    const { start, answers, pass } = machine();
    const replayed = await bundle(1, 'bad');
    const said = await confirmation(2, 'good');
    answers.push(replayed, await bundle(2, 'good', said));
    const first = start();
    await first.active.refresh();
    await first.active.refresh();
    const { active } = start();
    await active.restore();
    pass(100);
    answers.push(replayed, await unchanged(2, 'good', said));
    await expect(active.refresh()).rejects.toMatchObject({ code: 'replayed' });
    await expect(active.refresh()).rejects.toMatchObject({ code: 'repeated' });
    expect([active.revision(), active.unconfirmedMs()]).toEqual([2, 130]);
  });

  it('is as old as can be where the wall clock went back', async () => {
    const { start, answers, wall } = machine();
    answers.push(await bundle(1, 'good'));
    await start().active.refresh();
    wall.pass(-5_000);
    const { active } = start();
    await active.restore();
    expect([active.revision(), active.unconfirmedMs()]).toEqual([1, Infinity]);
  });

  it('remembers what was highest where the archive is lost, and takes that up again', async () => {
    const { start, answers, store, disk } = machine();
    const old = await bundle(1, 'bad');
    const good = await bundle(2, 'good');
    answers.push(old, good);
    const first = start();
    await first.active.refresh();
    await first.active.refresh();
    const { active } = start({ store: { ...store, load: async () => ({ ...disk(), bundle: undefined }) } });
    await active.restore();
    expect([active.revision(), active.unconfirmedMs()]).toEqual([0, Infinity]);
    answers.push(await bundle(1, 'bad'), await bundle(2, 'bad'), await bundle(2, 'good'));
    await expect(active.refresh()).rejects.toMatchObject({ code: 'replayed' });
    await expect(active.refresh()).rejects.toMatchObject({ code: 'conflicting' });
    await active.refresh();
    expect(active.revision()).toBe(2);
  });

  it('believes no archive that was changed on disk', async () => {
    const { start, answers, store, disk } = machine();
    answers.push(await bundle(1, 'good'));
    await start().active.refresh();
    const changed = { archive: Buffer.from('changed'), etag: undefined };
    const { active } = start({ store: { ...store, load: async () => ({ ...disk(), bundle: changed }) } });
    await expect(active.restore()).rejects.toMatchObject({ code: 'malformed-archive' });
    expect(active.revision()).toBe(0);
  });

  it('was written down before it decided', async () => {
    const { start, answers, disk } = machine();
    answers.push(await bundle(1, 'good'));
    const seen: unknown[] = [];
    const engine: PolicyEngine = {
      prepare: async () => () => void seen.push(disk().highest?.revision),
      activate: async () => {},
      decide: () => ({ outcome: 'deny', reason: '' }),
    };
    await start({ engine }).active.refresh();
    expect(seen).toEqual([1]);
  });

  it('does not keep a policy out because the disk is full', async () => {
    const { start, answers, store } = machine();
    const { active, told } = start();
    store.full = true;
    answers.push(await bundle(1, 'good'));
    await active.refresh();
    expect([active.revision(), active.unconfirmedMs(), told]).toEqual([1, 10, ['policy-state-not-saved']]);
  });
});
