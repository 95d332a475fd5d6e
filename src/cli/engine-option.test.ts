import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chooseEngine } from './engine-option.ts';
import { exitCodes } from './exit-codes.ts';

let policies: string;

beforeAll(async () => {
  policies = await mkdtemp(join(tmpdir(), 'authz-drill-engine-'));
  const files = ['good/local/a.cedar', 'good/local/a.csv', 'good/local/policy.wasm', 'good/coarse/b.cedar'];
  const twins = ['good/coarse/b.csv', 'good/coarse/policy.wasm', 'half/local/c.cedar', 'half/local/c.csv'];
  const others = ['remote-only/remote/d.cedar', 'data-only/local/data.json', 'cedar-only/coarse/e.cedar'];
  for (const file of [...files, ...twins, ...others]) {
    await mkdir(join(policies, file, '..'), { recursive: true });
    await writeFile(join(policies, file), '');
  }
});
afterAll(() => rm(policies, { recursive: true }));

type Plan = Parameters<typeof chooseEngine>[1]['plans'][number];
const degrading: Plan['contract'] = {
  actions: {
    'report:export': {
      risk: 'mid',
      decide: 'remote',
      uses: [],
      whenUnavailable: { mode: 'degrade', policy: 'coarse', obligations: [] },
    },
  },
};
const publishing = (policy: string): Plan => ({
  scenario: { id: `publishes-${policy}`, title: '', why: '', file: '' },
  contract: degrading,
  faults: [],
  changes: [
    { id: 'c', phase: 'bad', at: 0, kind: 'publish', policy, wrong: [], approvedBy: null, refused: false },
  ],
});
const choose = (name: Parameters<typeof chooseEngine>[0], ...published: string[]) =>
  chooseEngine(name, { plans: published.map(publishing), policies });

describe('the engine of a run', () => {
  it('is Cedar unless another is asked for', async () => {
    expect(await choose('cedar', 'cedar-only')).toBeUndefined();
  });

  it('is told with the version of its library', async () => {
    expect(await choose('casbin', 'half')).toEqual({
      name: 'casbin',
      version: expect.stringMatching(/^casbin \d+\.\d+\.\d+$/),
    });
    expect((await choose('opa-wasm', 'good'))?.version).toMatch(/^opa-wasm \d+\.\d+\.\d+$/);
  });

  it.each([
    ['opa-wasm', 'half', 'local/c.cedar'],
    ['opa-wasm', 'cedar-only', 'coarse/e.cedar'],
    ['casbin', 'cedar-only', 'coarse/e.cedar'],
  ] as const)('would, by %s, not notice %s, so that is refused', async (name, policy, file) => {
    await expect(choose(name, 'good', policy)).rejects.toMatchObject({
      exitCode: exitCodes.usage,
      message: `policy ${policy} has no twin for ${name}, which would not notice it: ${file} (publishes-${policy})`,
    });
  });

  it.each(['remote-only', 'data-only'])('has no twin to miss in a policy that is %s', async (policy) => {
    expect(await choose('casbin', policy)).toBeDefined();
  });

  it('takes no defect that is seeded into Cedar', async () => {
    await expect(chooseEngine('casbin', { plans: [], defect: 'failing-rule-skipped' })).rejects.toThrow(
      'decides by Cedar, not by casbin',
    );
  });
});
