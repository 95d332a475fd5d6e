import type { Result } from '../../model/result.ts';
import { oneLine } from '../plain-text.ts';
import { openQuestions } from '../reasons.ts';
import { countOf } from '../words.ts';
import { bare } from './bare.ts';
import { labelled } from './layout.ts';
import type { Paint } from './style.ts';

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
