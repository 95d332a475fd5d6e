import type { Result } from '../../model/result.ts';
import { oneLine } from '../plain-text.ts';
import {
  rollbackSummary,
  summarySentence,
  worstOfRepeated,
  type DrilledRollback,
} from '../rollback-summary.ts';
import { againstObjective, orderWords, totalWords } from '../rollback-words.ts';
import { countOf } from '../words.ts';
import { bare } from './bare.ts';
import { wrap } from './layout.ts';
import type { Paint, Tone } from './style.ts';

/** At most so many one by one; the scorecard has them all. */
const mostRollbacks = 4;

/** How the rollbacks of a run went against their objectives: all in a line, then those that went worst, with the best advice on the slowest. */
export function rollbackLines(result: Result, width: number, paint: Paint): readonly string[] {
  const summary = rollbackSummary(result);
  if (summary === null) return [];
  const { all, over, unknown, slowest, brokenGlass } = summary;
  const tone = over > 0 ? 'warn' : unknown > 0 ? 'unclear' : 'good';
  const said = (text: string, indent: number, look: Tone | null): readonly string[] =>
    wrap(oneLine(text), Math.max(20, width - indent)).map(
      (line) => `${' '.repeat(indent)}${look === null ? line : paint(look, line)}`,
    );
  const each = worstOfRepeated(all);
  const shown = each.slice(0, mostRollbacks);
  const more = each.length - shown.length;
  const advice = slowest?.rollback.advice[0];
  const first = all.length === 1 ? [] : said(`${summarySentence(summary)}.`, 2, tone);
  return [
    ...first,
    ...shown.flatMap((one) =>
      first.length === 0
        ? said(`rollback of ${oneRollback(one, 1)}`, 2, tone)
        : said(oneRollback(one, one.of), 4, null),
    ),
    ...(more > 0 ? [`    … and ${countOf(more, 'rollback')} that went better`] : []),
    ...(advice === undefined
      ? []
      : said(`${all.length === 1 ? '' : 'on the slowest: '}${bare(advice)}`, 4, null)),
    ...brokenGlass.flatMap(({ rollback, scenario }) =>
      said(`BREAK-GLASS in ${scenario.id}: ${orderWords(rollback)}`, 4, 'warn'),
    ),
  ];
}

function oneRollback({ rollback, scenario }: DrilledRollback, of: number): string {
  const total = totalWords(rollback);
  return `${rollback.policy} in ${scenario.id}: ${of > 1 ? `worst of ${of}, ` : ''}${total === '' ? '' : `${total}, `}${againstObjective(rollback)}`;
}
