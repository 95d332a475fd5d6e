import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openStateStore, type PolicyState } from './state-store.ts';

let folder: string;
beforeEach(async () => {
  folder = join(await mkdtemp(join(tmpdir(), 'policy-state-')), 'made-when-needed');
});
afterEach(() => rm(join(folder, '..'), { recursive: true }));

const nothing = { bundle: undefined, confirmation: undefined, highest: undefined };
const state = (text: string, revision = 1): PolicyState => ({
  bundle: { archive: Buffer.from(text), etag: `"${text}"` },
  confirmation: { at: 10, requested: { wallMs: 1_000, uptimeMs: 50 } },
  highest: { revision, digest: text },
});

/** What a process that starts now would find, and what it would be told of damage. */
async function found(): Promise<{ state: PolicyState; damage: string[] }> {
  const damage: string[] = [];
  return { state: await openStateStore(folder).load((what) => damage.push(what)), damage };
}

async function archiveFile(): Promise<string> {
  const name = (await readdir(folder)).find((one) => one.startsWith('bundle-'));
  return join(folder, name ?? '');
}

describe('a store of policy state', () => {
  it('holds nothing at first, which is no damage', async () => {
    expect(await found()).toEqual({ state: nothing, damage: [] });
  });

  it('gives a later process what was saved last, and keeps no archive beyond that', async () => {
    const store = openStateStore(folder);
    for (const [revision, text] of ['a', 'b', 'b', 'c'].entries()) {
      await store.save(state(text, revision + 1));
      expect(await found()).toEqual({ state: state(text, revision + 1), damage: [] });
    }
    expect((await readdir(folder)).length).toBe(2);
  });

  it('keeps what is absent absent', async () => {
    const bare = {
      bundle: { archive: Buffer.from('a'), etag: undefined },
      confirmation: { at: undefined, requested: { wallMs: 1, uptimeMs: 1 } },
      highest: undefined,
    };
    await openStateStore(folder).save(bare);
    expect((await found()).state).toEqual(bare);
  });

  it('takes a damaged record for none, and says so', async () => {
    await openStateStore(folder).save(state('a'));
    const file = join(folder, 'state.json');
    await writeFile(file, (await readFile(file, 'utf8')).replace('1000', '9000'));
    expect(await found()).toEqual({ state: nothing, damage: [expect.stringContaining('state.json')] });
  });

  it('takes a damaged archive for none, and still knows the rest', async () => {
    await openStateStore(folder).save(state('a'));
    await writeFile(await archiveFile(), 'b');
    const expected = { state: { ...state('a'), bundle: undefined }, damage: [expect.any(String)] };
    expect(await found()).toEqual(expected);
    await rm(await archiveFile());
    expect(await found()).toEqual(expected);
  });

  it('leaves the last whole state where a process ended in the middle of saving', async () => {
    await openStateStore(folder).save(state('a'));
    await writeFile(join(folder, 'state.json.new'), '{"half');
    await writeFile(join(folder, 'bundle-0.tar.gz.new'), 'half');
    expect(await found()).toEqual({ state: state('a'), damage: [] });
    await openStateStore(folder).save(state('b', 2));
    expect(await found()).toEqual({ state: state('b', 2), damage: [] });
    expect((await readdir(folder)).toSorted()).toEqual([
      expect.stringMatching(/^bundle-[0-9a-f]{64}/),
      'state.json',
    ]);
  });

  it('writes an archive again that was lost meanwhile', async () => {
    await openStateStore(folder).save(state('a'));
    await rm(await archiveFile());
    await openStateStore(folder).save(state('a'));
    expect((await found()).state).toEqual(state('a'));
  });
});
