import { mergeOutcomes, type CheckResult, type Controls } from '../../model/check.ts';
import type { Result } from '../../model/result.ts';
import { countOf } from '../words.ts';
import { outcomeWords } from './checks.ts';
import { frameworks } from './control-words.ts';
import { html, type Html } from './html.ts';

/** Items of public frameworks that the run gives evidence for, and what the evidence says. */
export function controls({ scenarios, governance }: Pick<Result, 'scenarios' | 'governance'>): Html {
  const checks = scenarios
    .flatMap((scenario) => scenario.checks)
    .concat(governance.checks)
    .filter((check) => check.outcome !== 'not-applicable');
  const rows = frameworks
    .map(({ key, name }) => ({ name, items: itemsOf(checks, key) }))
    .filter(({ items }) => items.length > 0);
  if (rows.length === 0) return html``;
  return html`<section aria-labelledby="controls">
    <h2 id="controls">Controls</h2>
    <p class="say">
      Items for which this run is evidence, and what the evidence says. No item is proved by one run.
    </p>
    <table class="plain controls">
      <caption class="hidden">
        Controls by framework
      </caption>
      <tbody>
        ${rows.map(
          ({ name, items }) =>
            html`<tr>
              <th scope="row">${name}</th>
              <td>
                <ul>
                  ${items.map(chip)}
                </ul>
              </td>
            </tr>`,
        )}
      </tbody>
    </table>
  </section>`;
}

interface Item {
  readonly id: string;
  readonly checks: readonly CheckResult[];
}

function itemsOf(checks: readonly CheckResult[], key: keyof Controls): readonly Item[] {
  const ids = [...new Set(checks.flatMap((check) => check.controls[key]))].toSorted();
  return ids.map((id) => ({ id, checks: checks.filter((check) => check.controls[key].includes(id)) }));
}

function chip({ id, checks }: Item): Html {
  const { look, symbol, word } = outcomeWords[mergeOutcomes(checks.map((check) => check.outcome))];
  return html`<li class="${look}" title="${countOf(checks.length, 'check')}, ${word}">
    <span class="symbol" aria-hidden="true">${symbol}</span><span class="hidden">${word}</span> ${id}
  </li>`;
}
