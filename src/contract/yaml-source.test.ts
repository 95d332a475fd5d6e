import { describe, expect, it } from 'vitest';
import { keyLines, locate, readYaml } from './yaml-source.ts';

const text = `# a remark
top: &shared
  list:
    - { a: 1, b: two }
    - c:
again: *shared
"a b": x
`;

describe('readYaml', () => {
  const source = readYaml('x.yaml', text);

  it('finds values and keys', () => {
    expect(locate(source, ['top', 'list', 0, 'b'])).toEqual({ line: 4, col: 18, length: 3 });
    expect(locate(source, ['top', 'list', 0, 'b'], 'key')).toEqual({ line: 4, col: 15, length: 1 });
    expect(locate(source, ['a b'], 'key')).toEqual({ line: 7, col: 1, length: 5 });
  });

  it('points at the key of an empty value', () => {
    expect(locate(source, ['top', 'list', 1, 'c'])).toEqual({ line: 5, col: 7, length: 1 });
  });

  it('points at the nearest part that is there', () => {
    expect(locate(source, ['top', 'nothing', 'below'], 'key')).toEqual({ line: 2, col: 1, length: 3 });
    expect(locate(source, ['top', 'list', 7])).toMatchObject({ line: 4 });
    expect(locate(source, ['nothing'])).toMatchObject({ line: 2, col: 1 });
  });

  it('follows an alias to where the text is', () => {
    expect(locate(source, ['again', 'list', 0, 'a'])).toMatchObject({ line: 4, col: 12 });
  });

  it('knows the line of every key', () => {
    expect(keyLines(source)).toEqual({ top: 2, 'top.list': 3, again: 6, 'a b': 7 });
  });

  it('does not let aliases expand without end', () => {
    const levels = Array.from({ length: 9 }, (_, index) => {
      const inner = index === 0 ? 'x' : `*l${index - 1}`;
      return `l${index}: &l${index} [${Array.from({ length: 9 }, () => inner).join(', ')}]`;
    });
    const bomb = readYaml('bomb.yaml', levels.join('\n'));
    expect(bomb.data).toBeUndefined();
    expect(bomb.problems).toMatchObject([{ code: 'yaml-syntax', line: 1 }]);
  });

  it('reads `on` as a word, not as true', () => {
    expect(readYaml('x.yaml', 'on: no').data).toEqual({ on: 'no' });
  });
});
