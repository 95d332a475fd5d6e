import type { Rollback } from '../../model/result.ts';
import { againstObjective } from '../rollback-words.ts';
import { countOf, listed, wholeMs } from '../words.ts';
import { html, type Html } from './html.ts';
import { incidentScale } from './incidents.ts';
import { waterfall } from './waterfall.ts';

/** How long the bad rule lasted, phase by phase, against the objective. */
export function rollbackWaterfall(id: string, rollback: Rollback): Html {
  return html`<section class="rollback" aria-labelledby="${id}-h">
    <h4 id="${id}-h">Rollback of ${rollback.policy} <small>revision ${rollback.badRevision}</small></h4>
    <p class="say">${sentence(rollback)}</p>
    ${rollback.phases.length > 0 && waterfall(id, rollback)} ${radius(rollback)}
    ${incidentScale(`${id}-i`, rollback)}
  </section>`;
}

function sentence(rollback: Rollback): Html {
  const { totalMs, errorMs, objectiveMs } = rollback;
  if (totalMs === null) {
    return html`How long the rollback took cannot be said from this run. The objective is
    ${wholeMs(objectiveMs)}.`;
  }
  const verdict = againstObjective(rollback);
  return html`<b>${wholeMs(totalMs)}</b> (±${wholeMs(errorMs)}) from the rollback command to the last wrong
    decision,
    ${rollback.withinObjective === false ? html`<b class="over-text">${verdict}</b>` : verdict}.${residueShare(rollback, totalMs)}`;
}

function residueShare({ phases }: Rollback, totalMs: number): string {
  const residue = phases.filter((phase) => phase.phase === 'residue');
  const longest = Math.max(0, ...residue.map((phase) => phase.ms));
  if (longest === 0 || totalMs <= 0) return '';
  const note = residue.find((phase) => phase.ms === longest)?.note;
  return ` ${Math.round((100 * longest) / totalMs)} % of it was residue${note === null || note === undefined ? '' : `: ${note}`}.`;
}

function radius({ wrongAllows, wrongDenies, blastRadius }: Rollback): Html {
  const totals = [
    ...(wrongAllows > 0 ? [countOf(wrongAllows, 'wrong allow')] : []),
    ...(wrongDenies > 0 ? [countOf(wrongDenies, 'wrong deny', 'wrong denies')] : []),
  ];
  if (totals.length === 0) return html`<p class="say">Blast radius: no wrong decision was seen.</p>`;
  return html`<p class="say">
    Blast radius: ${listed(totals)} while the bad rule was in force${blastRadius.length > 0 && ':'}
    ${blastRadius.map(
      (one, index) =>
        html`${index > 0 && '; '}<b>${one.subject}</b> ${one.wrong === 'allow' ? 'was let' : 'was denied'}
          <code>${one.action}</code> on <code>${one.resource}</code> ${countOf(one.count, 'time')}`,
    )}.
  </p>`;
}
