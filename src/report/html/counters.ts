import { modes } from '../../model/decision.ts';
import type { Counts } from '../../model/result.ts';
import { count, countOf } from '../words.ts';
import { html, type Html } from './html.ts';

/** Four figures, the unsafe one first, and by which way the decisions were made. */
export function counters(counts: Counts): Html {
  return html`<section class="counters" aria-label="Decisions that were not as declared">
    <ul class="counts">
      ${counter(counts, 'wrongAllow', 'wrong allow', 'allowed where the contract does not allow', 'unsafe')}
      ${counter(counts, 'wrongDeny', 'wrong deny', 'denied where the contract allows', 'failed')}
      ${counter(counts, 'noDecision', 'no decision', 'an error or a time-out where one was declared', 'failed')}
      ${counter(counts, 'inconclusive', 'inconclusive', 'could not be judged either way', 'inconclusive')}
    </ul>
    ${counts.observations > 0 && byMode(counts)}
  </section>`;
}

type Figure = 'wrongAllow' | 'wrongDeny' | 'noDecision' | 'inconclusive';

function counter(counts: Counts, which: Figure, name: string, meaning: string, look: string): Html {
  const { observations, [which]: figure } = counts;
  return html`<li class="${figure > 0 ? look : observations > 0 ? 'none' : 'unknown'}">
    <b>${count(figure)}</b> <span class="name">${name}</span> <span class="meaning">${meaning}</span>
  </li>`;
}

function byMode(counts: Counts): Html {
  return html`<p class="modes">
    ${countOf(counts.observations, 'decision')} asked for, ${count(counts.pass)} as declared. Made by mode:
    ${modes.map((mode, index) => html`${index > 0 && ', '}${mode} <b>${count(counts.byMode[mode])}</b>`)}.
  </p>`;
}
