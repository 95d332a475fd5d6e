import { readdir } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { decide } from '../app/decide/decide.ts';
import { down, remotely, sampleParts, silent } from '../testing/sample-parts.ts';
import { sampleQuestion } from '../testing/sample-question.ts';
import { defectIds, defects } from './registry.ts';
import { seedDefect } from './seed.ts';

/** A replica with a defect in it. */
async function defective(id: string) {
  const { parts, connections, outside } = sampleParts();
  const seeded = await seedDefect(id, parts, connections);
  return { outside, parts: seeded, ask: (action: string) => decide(seeded, sampleQuestion({ action })) };
}

describe('the registry of defects', () => {
  it('holds every file beside it', async () => {
    const files = await readdir(new URL('.', import.meta.url), { withFileTypes: true });
    const ids = files
      .filter((file) => file.isFile() && !/\.test\.|^(registry|seed|defect)\.ts$/.test(file.name))
      .map(({ name }) => name.replace('.ts', ''));
    expect(defectIds.toSorted()).toEqual(ids.toSorted());
  });

  it('describes each in a line', () => {
    for (const { description } of Object.values(defects))
      expect(description).toMatch(/^[a-z][^\n.]{10,100}$/);
  });

  it('knows no other, and leaves the sound parts alone', async () => {
    const { parts, connections } = sampleParts();
    expect(await seedDefect(undefined, parts, connections)).toBe(parts);
    for (const id of ['no-such-thing', 'toString']) {
      await expect(seedDefect(id, parts, connections)).rejects.toThrow(
        `there is no seeded defect ${id}; there are fail-open`,
      );
    }
  });
});

describe('seeded defects', () => {
  it('fail-open-on-timeout allows only when nothing is heard', async () => {
    const { outside, ask } = await defective('fail-open-on-timeout');
    outside.remote = silent;
    expect(await ask('deny')).toMatchObject({ outcome: 'allow' });
    outside.remote = down;
    expect(await ask('deny')).toMatchObject({ outcome: 'deny', mode: 'deny' });
    outside.remote = remotely('deny');
    expect(await ask('deny')).toMatchObject({ outcome: 'deny', mode: 'remote' });
  });

  it('cache-without-bound repeats what is too old, and no more than that', async () => {
    const { outside, ask } = await defective('cache-without-bound');
    await ask('cache');
    outside.remote = down;
    outside.clock.pass(60_000);
    expect(await ask('cache')).toMatchObject({ outcome: 'allow', mode: 'cache', ageMs: 60_000 });
    outside.revision = 2;
    expect(await ask('cache')).toMatchObject({ mode: 'deny' });
  });

  it('cache-survives-rollback repeats what an earlier policy said', async () => {
    const { outside, ask } = await defective('cache-survives-rollback');
    await ask('cache');
    outside.remote = down;
    outside.revision = 2;
    expect(await ask('cache')).toMatchObject({ outcome: 'allow', mode: 'cache', revision: 1 });
    outside.clock.pass(3_001);
    expect(await ask('cache')).toMatchObject({ mode: 'deny' });
  });

  it('degrade-without-redaction names the obligation and shows everything', async () => {
    const { outside, parts, ask } = await defective('degrade-without-redaction');
    outside.remote = down;
    expect(await ask('degrade')).toMatchObject({ mode: 'degrade', obligations: ['redact'] });
    const data = { rows: [{ iban: 'DE1' }] };
    expect(parts.redact(data, ['/rows/*/iban'])).toEqual(data);
  });

  it('stale-context-accepted decides on any value it ever had', async () => {
    const { outside, ask } = await defective('stale-context-accepted');
    await ask('hybrid');
    outside.risk = new Error('refused');
    outside.clock.pass(60_000);
    expect(await ask('hybrid')).toMatchObject({ outcome: 'allow', mode: 'remote', ageMs: 60_000 });
    outside.risk = { kind: 'absent' };
    expect(await ask('hybrid')).toMatchObject({ outcome: 'deny' });
  });

  it('decision-not-logged forgets the fallbacks', async () => {
    const { outside, parts } = await defective('decision-not-logged');
    const record = {
      decisionId: '1',
      timestamp: '',
      replica: 'r0',
      subject: 's',
      action: 'a',
      resource: 'r',
      inputs: {},
    };
    const rest = { outcome: 'deny', policyRevision: 1, obligations: [], reason: '' } as const;
    for (const mode of ['local', 'remote', 'cache', 'degrade', 'deny'] as const)
      parts.log.append({ ...record, ...rest, mode });
    expect(outside.logged.map(({ mode }) => mode)).toEqual(['local', 'remote']);
  });

  it('retry-past-budget asks again and again, without a deadline', async () => {
    const { outside, ask } = await defective('retry-past-budget');
    outside.remote = silent;
    expect(await ask('deny')).toMatchObject({ outcome: 'deny', mode: 'deny' });
    expect(outside.asked).toEqual(Array(3).fill('policy-service'));
  });
});
