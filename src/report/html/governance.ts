import type { Governance } from '../../model/result.ts';
import { objectiveWords } from '../governance-words.ts';
import { outcomeMark } from './checks.ts';
import { columnHeads } from './column-heads.ts';
import { html, prose, type Html } from './html.ts';
import { policyControl } from './policy-control.ts';

/** Who answers for what: what the contract declares, held against what the decision log and change control show. */
export function governance(all: Governance): Html {
  if (all.checks.length === 0) return html``;
  return html`<section aria-labelledby="governance">
    <h2 id="governance">Governance</h2>
    <p class="say">
      Checked from the contract, and from the inputs that the decision log says decisions rested on. The
      declared ${objectiveWords(all)}.
    </p>
    <div class="scroll" role="region" tabindex="0" aria-label="Governance checks">
      <table class="plain">
        <caption class="hidden">
          Governance checks
        </caption>
        ${columnHeads(['check', 'outcome'])}
        <tbody>
          ${all.checks.map(
            (check) =>
              html`<tr>
                <th scope="row">
                  ${prose(check.outcome === 'fail' ? check.failureTitle : check.title)}
                  ${check.note !== null && html`<small>${prose(check.note)}</small>`}
                </th>
                <td>${outcomeMark(check.outcome)}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
    ${policyControl(all)}
  </section>`;
}
