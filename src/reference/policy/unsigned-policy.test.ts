import { describe, expect, it } from 'vitest';
import { readUnsigned } from './unsigned-policy.ts';

const read = (body: unknown) => readUnsigned(Buffer.from(JSON.stringify(body)));

describe('an unsigned policy', () => {
  it('is a revision and files by their path', async () => {
    expect(await read({ revision: 3, files: { 'remote/a.cedar': 'permit' } })).toEqual({
      revision: 3,
      policies: new Map([['remote/a.cedar', 'permit']]),
    });
  });

  it.each([
    ['no JSON', undefined],
    ['no revision', { files: {} }],
    ['a revision below 1', { revision: 0, files: {} }],
    ['files that are no text', { revision: 1, files: { a: 1 } }],
    ['something else beside them', { revision: 1, files: {}, signed: true }],
  ])('is refused with %s', async (_what, body) => {
    await expect(body === undefined ? readUnsigned(Buffer.from('{')) : read(body)).rejects.toMatchObject({
      name: 'BundleRejected',
      code: 'malformed-archive',
    });
  });
});
