import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exitCodes } from './exit-codes.ts';
import { choosePolicyService } from './policy-service-option.ts';

let folder: string;
let policies: string;
/** Say what the programs say of their versions, and are enough of one to be chosen. */
let opa: string;
let cerbos: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'authz-drill-choice-'));
  opa = join(folder, 'opa');
  await writeFile(opa, "#!/bin/sh\nprintf 'Version: 1.9.0\\nBuild Commit: \\n'\n", { mode: 0o755 });
  cerbos = join(folder, 'cerbos');
  await writeFile(cerbos, "#!/bin/sh\nprintf '0.55.0\nBuild timestamp: \n'\n", { mode: 0o755 });
  policies = join(folder, 'policies');
  const files = [
    'good/remote/a.cedar',
    'good/rego/a.rego',
    'good/cerbos/a.yaml',
    'cedar-only/remote/b.cedar',
    'local-only/local/c.cedar',
  ];
  for (const file of [...files, 'data-only/remote/data.json']) {
    await mkdir(join(policies, file, '..'), { recursive: true });
    await writeFile(join(policies, file), '');
  }
});
afterAll(() => rm(folder, { recursive: true }));

const at = { phase: 'bad', at: 0 };
const publishing = (policy: string): Parameters<typeof choosePolicyService>[1][number] => ({
  scenario: { id: `publishes-${policy}`, title: '', why: '', file: '' },
  faults: [],
  changes: [{ id: 'bad/1', ...at, kind: 'publish', policy, wrong: [], approvedBy: null, refused: false }],
});
const choose = (...policy: string[]) =>
  choosePolicyService('opa', policy.map(publishing), { env: { OPA_PROGRAM: opa }, policies });

describe('the policy service of a run', () => {
  it('is our own unless another is asked for', async () => {
    expect(await choosePolicyService('reference', [], { env: {} })).toBeUndefined();
  });

  it('is the OPA that OPA_PROGRAM names, with its version', async () => {
    expect(await choose('good')).toMatchObject({
      version: 'opa 1.9.0',
      program: { env: { POLICY_PROGRAM: 'opa', OPA_PROGRAM: opa } },
    });
  });

  it('is the Cerbos that CERBOS_PROGRAM names, with its version', async () => {
    const env = { CERBOS_PROGRAM: cerbos };
    expect(await choosePolicyService('cerbos', [publishing('good')], { env, policies })).toMatchObject({
      version: 'cerbos 0.55.0',
      program: { env: { POLICY_PROGRAM: 'cerbos', CERBOS_PROGRAM: cerbos } },
    });
  });

  it('is one on the PATH, where none is named', async () => {
    const env = { PATH: `/nowhere:${folder}` };
    expect(await choosePolicyService('opa', [], { env, policies })).toMatchObject({ version: 'opa 1.9.0' });
    expect(await choosePolicyService('cerbos', [], { env, policies })).toMatchObject({
      version: 'cerbos 0.55.0',
    });
  });

  it('is missed with a hint where there is none', async () => {
    const env = { PATH: '/nowhere', GOPATH: '/nowhere' };
    await expect(choosePolicyService('opa', [], { env })).rejects.toMatchObject({
      exitCode: exitCodes.environment,
      message: 'there is no Open Policy Agent to be the policy service',
      hint: expect.stringContaining('go install'),
    });
  });

  it.each(['/no/such/opa', '/bin/false', '/bin/true'])('is not %s', async (program) => {
    await expect(choosePolicyService('opa', [], { env: { OPA_PROGRAM: program } })).rejects.toMatchObject({
      exitCode: exitCodes.environment,
      message: expect.stringContaining(`${program} is no Open Policy Agent that works`),
    });
  });

  it('would not notice a policy without a twin, so that is refused', async () => {
    const env = { CERBOS_PROGRAM: cerbos };
    await expect(
      choosePolicyService('cerbos', [publishing('cedar-only')], { env, policies }),
    ).rejects.toMatchObject({
      message:
        'policy cedar-only has no Cerbos twin, so that Cerbos would not notice it: remote/b.cedar (publishes-cedar-only)',
    });
    await expect(choose('good', 'cedar-only')).rejects.toMatchObject({
      exitCode: exitCodes.usage,
      message:
        'policy cedar-only has no Rego twin, so that OPA would not notice it: remote/b.cedar (publishes-cedar-only)',
    });
  });

  it.each(['local-only', 'data-only'])(
    'has nothing to notice, or no twin to miss, in a policy that is %s',
    async (policy) => {
      expect(await choose(policy)).toBeDefined();
    },
  );
});
