import { modes, type Mode } from '../../model/decision.ts';
import type { Counts } from '../../model/result.ts';
import { count } from '../words.ts';
import { html, type Html } from './html.ts';

const meanings: Readonly<Record<Mode, string>> = {
  local: 'in the process, by the embedded engine',
  remote: 'by the policy service',
  cache: 'an earlier remote decision, repeated',
  degrade: 'by the coarse policy, with its obligations',
  deny: 'denied by the declared fallback',
};

/** By which way a scenario's decisions were made, as the application named it. */
export function modeTable({ byMode }: Counts): Html {
  return html`<section class="part">
    <h4>Decided by</h4>
    <table class="plain modes-of">
      <caption class="hidden">
        Decisions by mode
      </caption>
      <tbody>
        ${modes.map(
          (mode) =>
            html`<tr>
              <th scope="row">${mode} <small>${meanings[mode]}</small></th>
              <td>${count(byMode[mode])}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </section>`;
}
