import { html, type Html } from './html.ts';

/** The head of a table: one row of column headings. */
export function columnHeads(names: readonly string[]): Html {
  return html`<thead>
    <tr>
      ${names.map((name) => html`<th scope="col">${name}</th>`)}
    </tr>
  </thead>`;
}
