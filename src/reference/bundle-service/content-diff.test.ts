import { assert, dictionary, property, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { diffContents } from './content-diff.ts';

const files = (texts: Readonly<Record<string, string>>) => new Map(Object.entries(texts));

describe('the difference of two contents', () => {
  it('is named by file', () => {
    const before = files({ 'a.cedar': '1', 'b.cedar': '1', 'c.cedar': '1' });
    const after = files({ 'd.cedar': '1', 'c.cedar': '1', 'b.cedar': '2' });
    expect(diffContents(before, after)).toEqual({
      added: ['d.cedar'],
      removed: ['a.cedar'],
      changed: ['b.cedar'],
    });
  });

  it('is the other way round the other way round, and nothing between equals', () => {
    const content = dictionary(string(), string());
    assert(
      property(content, content, (one, other) => {
        const there = diffContents(files(one), files(other));
        const back = diffContents(files(other), files(one));
        expect(back).toEqual({ added: there.removed, removed: there.added, changed: there.changed });
        expect(diffContents(files(one), files(one))).toEqual({ added: [], removed: [], changed: [] });
      }),
    );
  });
});
