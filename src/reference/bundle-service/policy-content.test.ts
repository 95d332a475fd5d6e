import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fixturePath } from '../service/fixtures.ts';
import { policyNames, readPolicyContent } from './policy-content.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'policies-'));
  const files = {
    'good/remote/a.cedar': 'a',
    'good/remote/b.cedar': 'b',
    'less/remote/a.cedar': '(removed)\n',
    'less/remote/c.cedar': 'c',
    'confused/remote/x.cedar': '(removed)',
  };
  for (const [path, text] of Object.entries(files)) {
    await mkdir(join(folder, path, '..'), { recursive: true });
    await writeFile(join(folder, path), text);
  }
});
afterAll(() => rm(folder, { recursive: true }));

describe('a policy content', () => {
  it('is laid over the right one, and can take files of it away', async () => {
    expect(await readPolicyContent(folder, 'good')).toEqual(
      new Map([
        ['remote/a.cedar', 'a'],
        ['remote/b.cedar', 'b'],
      ]),
    );
    expect(await readPolicyContent(folder, 'less')).toEqual(
      new Map([
        ['remote/b.cedar', 'b'],
        ['remote/c.cedar', 'c'],
      ]),
    );
  });

  it('cannot take away what is not there', async () => {
    await expect(readPolicyContent(folder, 'confused')).rejects.toThrow('takes away remote/x.cedar');
  });

  it('is one of the folders there are', async () => {
    const policies = fixturePath('policies');
    const names = await policyNames(policies);
    expect(names).toEqual(expect.arrayContaining(['bad-allow', 'bad-deny', 'forged', 'good']));
    await Promise.all(names.map((name) => readPolicyContent(policies, name)));
    expect([...(await readPolicyContent(policies, 'good')).keys()]).toEqual(
      expect.arrayContaining([
        'entities.cedarschema',
        'local/invoices.cedar',
        'remote/payments.cedar',
        'coarse/reports.cedar',
        'control/operators.cedar',
      ]),
    );
  });
});
