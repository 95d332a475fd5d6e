import { describe, expect, it } from 'vitest';
import { code, escaped, marked } from './markdown/markdown.ts';
import { renderSummaryMarkdown } from './summary-markdown.ts';
import { withHostileText } from './testing/hostile-result.ts';
import { sampleFindings } from './testing/sample-findings.ts';
import { sampleResult } from './testing/sample-result.ts';

describe('the summary in Markdown', () => {
  it('begins with the verdict', () => {
    expect(renderSummaryMarkdown(sampleResult('pass'))).toMatch(
      /^## PASS\. All 12 scenarios behaved as declared/u,
    );
    expect(renderSummaryMarkdown(sampleResult('inconclusive'))).toMatch(/^## INCONCLUSIVE\. /u);
  });

  it('shows each finding in five parts', () => {
    const text = renderSummaryMarkdown(sampleResult('fail'));
    expect(text).toContain(
      '### F1 critical: payment:approve was allowed while the policy service was black-holed (wrong allow)',
    );
    for (const part of ['declared', 'seen', 'why it matters', 'what to change', 'how to reproduce']) {
      expect(text.split(`- **${part}** `)).toHaveLength(sampleFindings.length + 1);
    }
    expect(text).toContain('**✗ wrong allow**<br>declared deny<br>37 of 310 allowed');
    expect(text).toContain('1 of 2 rollbacks were within the objective of 5,000 ms, 1 over it.');
    expect(text).toContain('| **5,575 ms (±4 ms)** | 575 ms over the objective of 5,000 ms |');
  });

  it('has every table row as wide as its head, whatever is in it', () => {
    const text = renderSummaryMarkdown(withHostileText(sampleResult('fail')));
    const widths = text
      .split('\n')
      .filter((line) => line.startsWith('| '))
      .map((line) => [...line.matchAll(/(?<!\\)\|/gu)].length);
    expect(new Set(widths)).toEqual(new Set([8, 7, 6]));
  });

  it('lets no HTML, link or mention through', () => {
    const outside = renderSummaryMarkdown(withHostileText(sampleResult('fail'))).replace(
      /(`+) ?[\s\S]*?\1/gu,
      '',
    );
    expect(outside).not.toMatch(/<(?!br>)|(?<!\\)\]\(|@\w|(?!\n)\p{Cc}/u);
  });

  it('stays under 1 MiB however much there is to say', () => {
    const fail = sampleResult('fail');
    const long = 'x'.repeat(20_000);
    const findings = sampleFindings
      .slice(0, 1)
      .flatMap((one) => Array.from({ length: 900 }, (_, index) => ({ ...one, id: `F${index}`, why: long })));
    const text = renderSummaryMarkdown({ ...fail, findings });
    expect(Buffer.byteLength(text)).toBeLessThan(1_048_576);
    expect(text).toMatch(/… \d+ more parts are in the scorecard\.\n$/u);
    expect(text).toContain('## FAIL.');
  });
});

describe('Markdown text', () => {
  it('escapes what has a meaning', () => {
    expect(escaped('a|b *c* [d](e) <f> g@h @i')).toBe('a\\|b \\*c\\* \\[d\\](e) &lt;f> g@h @\u200bi');
  });

  it('fences code that holds backticks', () => {
    expect(code('a`b')).toBe('`` a`b ``');
    expect(code('a|b')).toBe('`a\\|b`');
  });

  it('turns quoted names into code', () => {
    expect(marked('the `x_y` of a_b')).toBe('the `x_y` of a\\_b');
  });
});
