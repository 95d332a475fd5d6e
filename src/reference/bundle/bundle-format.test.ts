import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { hashFile } from './bundle-format.ts';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

describe('hashing a file of a bundle', () => {
  it('takes structured documents as canonical JSON', () => {
    const spaced = Buffer.from('{ "b": [1, {"d": null, "c": true}],\n "a": "<x>" }');
    const canonical = sha256('{"a":"<x>","b":[1,{"c":true,"d":null}]}');
    expect(hashFile('.manifest', spaced)).toBe(canonical);
    expect(hashFile('ledger/data.json', spaced)).toBe(canonical);
  });
  it('takes everything else as it is', () => {
    expect(hashFile('ledger/a.cedar', Buffer.from('{ "b": 1 }'))).toBe(sha256('{ "b": 1 }'));
  });
});
