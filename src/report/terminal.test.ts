import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { renderTerminal, type TerminalOptions } from './terminal.ts';
import { withHostileText } from './testing/hostile-result.ts';
import { sampleResult } from './testing/sample-result.ts';

const options: TerminalOptions = {
  width: 80,
  colour: false,
  files: [{ what: 'scorecard', path: 'reports/latest/scorecard.html' }],
};
const kinds = ['pass', 'fail', 'inconclusive', 'rollbacks', 'empty'] as const;

describe('the result in a terminal', () => {
  it('says the verdict first, in one line', () => {
    const first = kinds.map((kind) => renderTerminal(sampleResult(kind), options)[0]);
    expect(first).toEqual([
      'PASS. All 12 scenarios behaved as declared: 11,997 decisions judged, none of them wrong.',
      'FAIL. While the policy service was black-holed, 37 of 310 payment:approve requests were allowed where deny was declared. First at +3.21 s.',
      'INCONCLUSIVE. 1 of 12 scenarios could not be judged: report:export had 9 decisions where 20 are needed.',
      'PASS. All 6 scenarios behaved as declared: 5,991 decisions judged, none of them wrong.',
      'INCONCLUSIVE. No scenario was run.',
    ]);
  });

  it.each([80, 100, 160])('keeps within %d columns, but for what is to be copied', (width) => {
    const lines = renderTerminal(sampleResult('fail'), { ...options, width });
    const free = lines.filter((line, index) => index > 0 && !line.includes('reproduce'));
    expect(Math.max(...free.map((line) => line.length))).toBeLessThanOrEqual(width);
  });

  it('explains every finding, most severe first', () => {
    const { findings, ...rest } = sampleResult('fail');
    const text = renderTerminal({ ...rest, findings: findings.toReversed() }, options).join('\n');
    expect(text.match(/^F\d (critical|major|minor)/gmu)).toEqual(['F1 critical', 'F3 major', 'F2 major']);
    expect(text).toContain('   declared   payment:approve → deny (fixtures/ledger/contract.yaml:31)');
    expect(text).toContain(
      '   reproduce  authz-drill run scenarios/policy-service/policy-service-black-hole.yaml --seed 4712',
    );
  });

  it('only names the findings after the sixth', () => {
    const [one, ...rest] = sampleResult('fail').findings;
    const many = Array.from({ length: 9 }, (_, index) => Object.assign({}, one, { id: `F${index}` }));
    const text = renderTerminal({ ...sampleResult('fail'), findings: [...many, ...rest] }, options).join(
      '\n',
    );
    expect(text.match(/^F\d /gmu)).toHaveLength(11);
    expect(text.match(/^ {3}reproduce/gmu)).toHaveLength(6);
  });

  it('shows the matrix, by name where there is room and by number where not', () => {
    const narrow = renderTerminal(sampleResult('fail'), options);
    expect(narrow).toContain('  (4) payment:approve');
    expect(narrow.some((line) => /^ {2}policy service is black-holed +✓ +✓ +✓ +✗ 37\/310$/u.test(line))).toBe(
      true,
    );
    const wide = renderTerminal(sampleResult('fail'), { ...options, width: 120 });
    expect(
      wide.some((line) =>
        /^ {2}fault +invoice:list {2}invoice:read {2}report:export {2}payment:approve$/u.test(line),
      ),
    ).toBe(true);
  });

  it('says why something could not be judged, how the rollbacks went and where the files are', () => {
    const text = renderTerminal(sampleResult('inconclusive'), options).join('\n');
    expect(text).toContain(
      '  ? policy-service-malformed\n    - Degraded answers kept their obligations: 9 decisions of report:export in',
    );
    expect(text.replaceAll(/\n +/gu, ' ')).toContain(
      '30 changes of the policy: 27 approved, 1 with the glass broken, 2 refused',
    );
    expect(text).toContain('  All 2 rollbacks were within the objective of 5,000 ms.');
    expect(text).toContain('    bad-allow in rollback-bad-allow: 3,100 ms (±4 ms), 1,900 ms inside the');
    expect(text).toContain('    on the slowest: 32 % of the time was the wait for the 1 s poll;');
    expect(text).toContain('  scorecard  reports/latest/scorecard.html');
  });

  it('says the same with and without colour', () => {
    for (const kind of kinds) {
      const coloured = renderTerminal(sampleResult(kind), { ...options, colour: true });
      expect(coloured.map(stripVTControlCharacters)).toEqual(renderTerminal(sampleResult(kind), options));
    }
    const [first] = renderTerminal(sampleResult('fail'), { ...options, colour: true });
    expect(first?.startsWith('\u001b[1;31mFAIL.\u001b[0m ')).toBe(true);
  });

  it('shows zeros of a run without decisions as nothing good', () => {
    const [, , counters] = renderTerminal(sampleResult('empty'), { ...options, colour: true });
    expect(counters).not.toContain('\u001b[32m');
  });

  it('lets no text of an application move the cursor or break a line', () => {
    const lines = renderTerminal(withHostileText(sampleResult('fail')), options);
    expect(lines.join('\n')).not.toMatch(/(?!\n)\p{Cc}|\p{Bidi_Control}/u);
    expect(lines.some((line) => line.includes('\n'))).toBe(false);
  });
});
