import { describe, expect, it } from 'vitest';
import { formatProblem } from './problem-format.ts';
import type { Problem } from './problem.ts';

function problem(text: string, at: Partial<Problem> = {}): Problem {
  return {
    severity: 'error',
    code: 'wrong-value',
    file: 'x.yaml',
    line: 9,
    col: 1,
    length: 1,
    message: 'm',
    excerpt: [{ number: 9, text }],
    ...at,
  };
}

describe('formatProblem', () => {
  it('puts the caret under what is meant, with numbers of different length', () => {
    const excerpt = [8, 9, 10].map((number) => ({ number, text: `line: ${number}` }));
    expect(formatProblem(problem('', { excerpt, col: 7, length: 1, hint: 'h' }))).toEqual([
      'x.yaml:9:7: error wrong-value: m',
      '   8 | line: 8',
      '   9 | line: 9',
      '     |       ^',
      '  10 | line: 10',
      '  hint: h',
    ]);
  });

  it('keeps tabs before the caret', () => {
    expect(formatProblem(problem('\ta: b', { col: 5 })).slice(1)).toEqual(['  9 | \ta: b', '    | \t   ^']);
  });

  it('brings a far-off column into view', () => {
    const [, line = '', caret = ''] = formatProblem(
      problem(`${'x'.repeat(300)}HERE${'y'.repeat(300)}`, { col: 301, length: 4 }),
    );
    expect(line.length).toBeLessThan(120);
    expect(line.slice(caret.indexOf('^'), caret.lastIndexOf('^') + 1)).toBe('HERE');
  });

  it('does not underline beyond what is shown', () => {
    const lines = formatProblem(problem('x'.repeat(500), { length: 500 }));
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThan(120);
  });

  it('is one line for a file as a whole', () => {
    expect(formatProblem(problem('', { line: 0, col: 0, excerpt: [] }))).toEqual([
      'x.yaml: error wrong-value: m',
    ]);
  });

  it('lets nothing through that a terminal would obey', () => {
    const lines = formatProblem(problem('a: \u001B[2J\u009B1m', { message: 'the key "\u001B]0;x\u0007"' }));
    // eslint-disable-next-line no-control-regex -- these are what must not be there
    expect(lines.join('\n')).not.toMatch(/[\u0007\u001B\u009B]/);
  });
});
