import { readdir } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readPolicyContent } from '../../bundle-service/policy-content.ts';
import { PolicyRejected, type PolicyFiles, type PolicyQuestion } from '../../engine/engine.ts';
import { NoDecision } from '../../policy-service/evaluate.ts';
import { fixturePath } from '../../service/fixtures.ts';
import { openCerbos, type OpenCerbos } from '../testing/open-cerbos.ts';

let cerbos: OpenCerbos;
let good: PolicyFiles;
beforeAll(async () => {
  cerbos = await openCerbos();
  good = await readPolicyContent(fixturePath('policies'), 'good');
});
afterAll(() => cerbos?.close());

const mallory = { type: 'User', id: 'mallory', properties: { roles: ['contractor'] } };
const invoice = { type: 'Invoice', id: 'i-1', properties: {} };
const reading = (subject: PolicyQuestion['subject'], resource = invoice): PolicyQuestion => ({
  subject,
  action: 'invoice:read',
  resource,
  context: {},
});

/** The files with an invoice policy whose last condition is this. */
function withCondition(files: PolicyFiles, condition: string): PolicyFiles {
  const path = 'cerbos/invoices.yaml';
  const text = (files.get(path) ?? '').replace(/P\.id in C\.data\.suspended/, condition);
  return new Map([...files, [path, text]]);
}

describe('the policies of a Cerbos', () => {
  it('are in force when they are put in force, and not before', async () => {
    await expect(cerbos.evaluate(reading(mallory))).rejects.toThrow(NoDecision);
    (await cerbos.tables.prepare(good))();
    expect(await cerbos.evaluate(reading(mallory))).toMatchObject({ decision: false });
    const bad = await cerbos.tables.prepare(await readPolicyContent(fixturePath('policies'), 'bad-allow'));
    expect(await cerbos.evaluate(reading(mallory))).toMatchObject({ decision: false });
    bad();
    expect(await cerbos.evaluate(reading(mallory))).toMatchObject({ decision: true });
    (await cerbos.tables.prepare(good))();
    expect(await cerbos.evaluate(reading(mallory))).toMatchObject({ decision: false });
  });

  it('stay when new ones do not compile, although Cerbos says that it has loaded them', async () => {
    (await cerbos.tables.prepare(good))();
    const broken = withCondition(good, 'this is (no condition');
    await expect(cerbos.tables.prepare(broken)).rejects.toThrow(PolicyRejected);
    expect(await cerbos.evaluate(reading(mallory))).toMatchObject({ decision: false });
    // What was refused is out of the way of whatever comes next.
    (await cerbos.tables.prepare(good))();
    expect(await cerbos.evaluate(reading(mallory))).toMatchObject({ decision: false });
    // The one in force, and the one before it.
    expect(await readdir(cerbos.process.policyFolder)).toHaveLength(2);
  });

  it.each([
    ['not YAML', 'cerbos/invoices.yaml', 'a: [', 'is no policy for Cerbos'],
    ['shared by all versions', 'cerbos/x.yaml', 'exportConstants: {}', 'is no policy for Cerbos'],
    ['without facts that are JSON', 'remote/data.json', '{', 'is no policy for Cerbos'],
  ])('are refused where they are %s', async (_, path, text, why) => {
    await expect(cerbos.tables.prepare(new Map([...good, [path, text]]))).rejects.toThrow(why);
  });

  it('are refused where there are none for Cerbos', async () => {
    const others = new Map([...good].filter(([path]) => !path.startsWith('cerbos/')));
    await expect(cerbos.tables.prepare(others)).rejects.toThrow('there are no policies for Cerbos');
  });

  it('deny where they know nobody to be unsuspended', async () => {
    (await cerbos.tables.prepare(new Map([...good, ['remote/data.json', '{}']])))();
    const auditor = { type: 'User', id: 'carol', properties: { roles: ['auditor'] } };
    expect(await cerbos.evaluate(reading(auditor))).toMatchObject({ decision: false });
    (await cerbos.tables.prepare(good))();
    expect(await cerbos.evaluate(reading(auditor))).toMatchObject({ decision: true });
  });

  it('deny what there is no policy for, as long as they are there', async () => {
    (await cerbos.tables.prepare(good))();
    const door = { type: 'Door', id: 'd-1', properties: {} };
    expect(await cerbos.evaluate(reading(mallory, door))).toMatchObject({
      decision: false,
      context: { reason: 'no policy permits it' },
    });
  });

  it('are not chosen, nor the role, by what the application says of a subject', async () => {
    const properties = {
      roles: ['contractor'],
      'cerbos.roles': ['Agent'],
      'cerbos.policyVersion': 'other',
      'cerbos.scope': 'other',
      actsFor: 'alice',
    };
    expect(await cerbos.evaluate(reading({ ...mallory, properties }))).toMatchObject({ decision: false });
  });
});
