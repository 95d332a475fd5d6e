import { describe, expect, it } from 'vitest';
import type { MatrixCell } from '../model/result.ts';
import { severityOf, violationsBySeverity } from '../model/violation.ts';
import { cellWords, count, countOf, headline, listed, moment, shortened } from './words.ts';

const cell: MatrixCell = {
  action: 'payment:approve',
  status: 'pass',
  declared: 'deny',
  judged: 2_310,
  failed: 0,
  inconclusive: 0,
  needed: 20,
  violation: null,
  severity: null,
  finding: null,
};

describe('figures', () => {
  it.each([
    [0, '0'],
    [999, '999'],
    [1_000, '1,000'],
    [1_234_567, '1,234,567'],
  ])('writes %d as %s', (figure, words) => {
    expect(count(figure)).toBe(words);
  });

  it('agrees in number', () => {
    expect(countOf(1, 'decision')).toBe('1 decision');
    expect(countOf(2, 'process', 'processes')).toBe('2 processes');
  });

  it('writes moments and lists', () => {
    expect(moment(8_214)).toBe('+8.21 s');
    expect([listed([]), listed(['a']), listed(['a', 'b']), listed(['a', 'b', 'c'])]).toEqual([
      '',
      'a',
      'a and b',
      'a, b and c',
    ]);
  });
});

describe('long texts', () => {
  it('are cut at a space, and the cut is shown', () => {
    expect(shortened('one two, three', 14)).toBe('one two, three');
    expect(shortened('one two, three', 10)).toBe('one two …');
    expect(shortened('x'.repeat(30), 10)).toBe('xxxxx …');
  });

  it('never make a headline that fills the screen', () => {
    expect(headline('alice was asked; '.repeat(200)).length).toBeLessThan(290);
  });
});

describe('a matrix cell in words', () => {
  it('says how much was judged', () => {
    expect(cellWords(cell)).toEqual({
      look: 'pass',
      symbol: '✓',
      word: 'as declared',
      detail: '2,310 judged',
    });
  });

  it.each(violationsBySeverity)('says what was seen of %s', (violation) => {
    const words = cellWords({
      ...cell,
      status: 'fail',
      failed: 37,
      violation,
      severity: severityOf[violation],
    });
    expect(words.symbol).toBe(severityOf[violation] === 'critical' ? '✗' : '!');
    expect(words.word).not.toContain('-');
    expect(words.detail).toMatch(/^37 of 2,310 \w/u);
  });

  it('tells too few samples from unclear ones', () => {
    expect(cellWords({ ...cell, status: 'inconclusive', judged: 9, inconclusive: 9 }).detail).toBe(
      '9 judged, 20 needed',
    );
    expect(cellWords({ ...cell, status: 'inconclusive', judged: 30, inconclusive: 10 }).detail).toBe(
      '10 of 40 unclear',
    );
  });

  it('never shows what was not drilled as a pass', () => {
    expect(cellWords({ ...cell, status: 'not-drilled' }).word).toBe('not drilled');
    expect(cellWords({ ...cell, status: 'not-applicable' }).word).toBe('not needed');
  });
});
