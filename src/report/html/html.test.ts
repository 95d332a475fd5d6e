import { describe, expect, it } from 'vitest';
import { html, markupOf, prose } from './html.ts';

describe('html', () => {
  it('escapes text and attributes', () => {
    const hostile = `"><script>'&`;
    expect(markupOf(html`<p title="${hostile}">${hostile}</p>`)).toBe(
      '<p title="&quot;&gt;&lt;script&gt;&#39;&amp;">&quot;&gt;&lt;script&gt;&#39;&amp;</p>',
    );
  });

  it('puts pieces and lists of them in as they are', () => {
    const items = ['a', '<b>'].map((item) => html`<i>${item}</i>`);
    expect(markupOf(html`<b>${items}</b>`)).toBe('<b><i>a</i><i>&lt;b&gt;</i></b>');
  });

  it('shows numbers, zero included, and nothing for what is absent', () => {
    expect(markupOf(html`${0}${null}${false}${undefined}${[]}${-1.5}`)).toBe('0-1.5');
  });

  it('writes out control characters', () => {
    expect(markupOf(html`${'a\u0000\u202eb'}`)).toBe(String.raw`a\u0000\u202eb`);
  });
});

describe('prose', () => {
  it('sets quoted and known names as code, escaped', () => {
    expect(markupOf(prose('`<a>` of pay:all and pay', ['pay:all', 'pay']))).toBe(
      '<code>&lt;a&gt;</code> of <code>pay:all</code> and <code>pay</code>',
    );
  });

  it('takes an unclosed quote for one to the end', () => {
    expect(markupOf(prose('a `b'))).toBe('a <code>b</code>');
  });
});
