import { plainText } from '../plain-text.ts';

const markup = Symbol('markup');

/** A piece of a page in which everything is escaped that has to be. Only this module makes one. */
export interface Html {
  readonly [markup]: string;
}

/** What may stand in a template; null, false and undefined give nothing. */
export type HtmlValue = Html | string | number | null | false | undefined | readonly HtmlValue[];

/**
 * A template whose values are escaped for text and for attributes in double quotes (which every attribute in
 * it must therefore have). Pieces made by it go in as they are. The indentation of the template is left out.
 */
export function html(parts: TemplateStringsArray, ...values: readonly HtmlValue[]): Html {
  const text = parts.map((part, index) => render(values[index - 1]) + part.replace(/\n\s*/gu, '\n'));
  return { [markup]: text.join('') };
}

/** The finished text of a piece. */
export function markupOf(piece: Html): string {
  return piece[markup];
}

/** A style element. Its text goes in as it is, so that it must be a constant of ours. */
export function styleElement(stylesheet: string): Html {
  return { [markup]: `<style>${stylesheet}</style>` };
}

/** Prose of ours: what stands in `backticks` and every one of the given names becomes code, and everything is escaped. */
export function prose(text: string, names: readonly string[] = []): Html {
  return html`${text.split('`').map((part, index) => (index % 2 === 1 ? html`<code>${part}</code>` : withNames(part, names)))}`;
}

function withNames(text: string, names: readonly string[]): HtmlValue {
  const [name, ...others] = names;
  if (name === undefined || name === '') return text;
  return text
    .split(name)
    .map((part, index) => [index > 0 && html`<code>${name}</code>`, withNames(part, others)]);
}

function render(value: HtmlValue): string {
  if (value === null || value === false || value === undefined) return '';
  if (typeof value === 'string') return escape(value);
  if (typeof value === 'number') return String(value);
  return isPiece(value) ? value[markup] : value.map(render).join('');
}

function isPiece(value: Html | readonly HtmlValue[]): value is Html {
  return markup in value;
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escape(text: string): string {
  return plainText(text).replace(/[&<>"']/gu, (character) => entities[character] ?? character);
}
