import type { Rollback, ScenarioResult } from '../../model/result.ts';
import {
  againstObjective,
  detectorWords,
  orderWords,
  repetitions,
  rollbacksOf,
  totalWords,
  worstFirst,
} from '../rollback-words.ts';
import { count, wholeMs } from '../words.ts';
import { blastRadiusTable } from './blast-radius.ts';
import { html, prose, type Html } from './html.ts';
import { spreadStrip } from './spread.ts';
import { sumWords } from './waterfall-rows.ts';
import { waterfall } from './waterfall.ts';

/** What a scenario took back: each rollback, or of repetitions how they are spread and the worst of each policy. */
export function rollbackSections(id: string, scenario: ScenarioResult): Html {
  const all = rollbacksOf(scenario);
  const { spread } = scenario;
  if (spread === null) return html`${all.map((rollback, index) => section(`${id}${index}`, rollback, ''))}`;
  const worst = [...Map.groupBy(all, ({ policy }) => policy).values()].flatMap((same) =>
    same
      .toSorted(worstFirst)
      .slice(0, 1)
      .map((rollback) => ({ rollback, of: same.length })),
  );
  return html`<section class="rollback" aria-labelledby="${id}-s-h">
      <h4 id="${id}-s-h">Repeated rollbacks</h4>
      ${spreadStrip(`${id}-s`, spread, repetitions(scenario))}
    </section>
    ${worst.map(({ rollback, of }, index) =>
      section(`${id}${index}`, rollback, of > 1 ? `the worst of ${count(of)}` : ''),
    )}`;
}

function section(id: string, rollback: Rollback, which: string): Html {
  const { policy, badRevision, goodRevision, breakGlass, advice } = rollback;
  const revisions = `revision ${badRevision} → ${goodRevision ?? 'none'}`;
  return html`<section class="rollback" aria-labelledby="${id}-h">
    <h4 id="${id}-h">
      Rollback of ${policy} <small>${revisions}${which !== '' && `, ${which}`}</small>
      ${breakGlass && html`<span class="badge">break-glass</span>`}
    </h4>
    <p class="say">${sentence(rollback)}</p>
    <p class="say">${who(rollback)}</p>
    ${rollback.phases.length > 0 && waterfall(id, rollback)}
    ${
      advice.length > 0 &&
      html`<div class="advice">
        <b>What would help</b>
        <ol>
          ${advice.map((one) => html`<li>${prose(one)}</li>`)}
        </ol>
      </div>`
    }
    ${blastRadiusTable(rollback)}
  </section>`;
}

function sentence(rollback: Rollback): Html {
  if (rollback.totalMs === null) {
    return html`How long the rollback took cannot be said from this run. The objective is
    ${wholeMs(rollback.objectiveMs)}.`;
  }
  const verdict = againstObjective(rollback);
  const sum = sumWords(rollback);
  return html`<b>${totalWords(rollback)}</b> from the rollback command to the last wrong decision,
    ${rollback.withinObjective === false ? html`<b class="over-text">${verdict}</b>` : verdict}${sum !== '' && `: ${sum}`}.`;
}

function who(rollback: Rollback): Html {
  const found = rollback.phases.find(({ phase }) => phase === 'detection');
  const after = found === undefined ? '' : ` ${wholeMs(found.ms)} after the first wrong decision`;
  const order = orderWords(rollback);
  return html`Found by ${detectorWords(rollback)}${after}; ${order}.`;
}
