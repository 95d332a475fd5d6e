import type { Result } from '../../model/result.ts';
import { oneLine } from '../plain-text.ts';
import { openQuestions } from '../reasons.ts';
import { againstObjective } from '../rollback-words.ts';
import { countOf, wholeMs } from '../words.ts';
import { bare } from './bare.ts';
import { labelled, wrap } from './layout.ts';
import type { Paint, Tone } from './style.ts';

/** How each rollback went against its objective. */
export function rollbackLines({ scenarios }: Result, width: number, paint: Paint): readonly string[] {
  return scenarios.flatMap(({ rollback }) => {
    if (rollback === null) return [];
    const total =
      rollback.totalMs === null ? '' : `${wholeMs(rollback.totalMs)} (±${wholeMs(rollback.errorMs)}), `;
    const tone: Tone =
      rollback.withinObjective === null ? 'unclear' : rollback.withinObjective ? 'good' : 'warn';
    const [first = '', ...rest] = wrap(
      `rollback of ${oneLine(rollback.policy)}: ${total}${againstObjective(rollback)}`,
      width - 4,
    );
    return [`  ${paint(tone, first)}`, ...rest.map((line) => `    ${paint(tone, line)}`)];
  });
}

/** At most so many reasons a scenario; the scorecard has them all. */
const mostReasons = 5;

/** What could not be judged, by scenario. */
export function openLines({ scenarios }: Result, width: number, paint: Paint): readonly string[] {
  const lines = scenarios.flatMap((scenario) => {
    const reasons = openQuestions(scenario);
    if (reasons.length === 0) return [];
    const said = reasons.slice(0, mostReasons).flatMap(({ check, why }) =>
      labelled('-', `${check === null ? '' : `${bare(check)}: `}${bare(why)}`, {
        indent: 4,
        label: 2,
        width,
      }),
    );
    const more = reasons.length - mostReasons;
    return [
      `  ${paint('unclear', '?')} ${oneLine(scenario.id)}`,
      ...said,
      ...(more > 0 ? [`    … and ${countOf(more, 'more reason')} in the scorecard`] : []),
    ];
  });
  return lines.length === 0 ? [] : [paint('unclear', 'Could not be judged'), ...lines];
}
