import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadTarget, referenceTargetFile } from './load.ts';

describe('the target that comes along', () => {
  it('is found from the source and from what is built, and has no problem', async () => {
    const { target, problems } = await loadTarget(referenceTargetFile);
    expect(problems).toEqual([]);
    expect(target).toMatchObject({ id: 'ledger', folder: 'fixtures/ledger', start: { kind: 'reference' } });
  });

  it('names a key and policies that are there', async () => {
    const { target } = await loadTarget(referenceTargetFile);
    expect(existsSync(join(target?.folder ?? '', target?.credentials.keyFile ?? ''))).toBe(true);
    expect(target?.policies?.toSorted()).toEqual(readdirSync('fixtures/ledger/policies').toSorted());
  });

  it('never takes one status for both answers', async () => {
    const { target } = await loadTarget(referenceTargetFile);
    expect(target?.answer.deny.filter((status) => target.answer.allow.includes(status))).toEqual([]);
  });
});
