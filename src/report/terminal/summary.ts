import type { Result } from '../../model/result.ts';
import { formatMs } from '../../model/time.ts';
import { count, countOf } from '../words.ts';
import { bare } from './bare.ts';
import { flow } from './layout.ts';
import type { Paint, Tone } from './style.ts';

/** The four counters, the unsafe one first, and the run's figures. */
export function summaryLines(result: Result, width: number, paint: Paint): readonly string[] {
  const { counts, scenarios, coverage } = result;
  const counter = (figure: number, words: string, tone: Tone): string =>
    paint(figure > 0 ? tone : counts.observations > 0 ? 'good' : 'soft', `${count(figure)} ${words}`);
  const failed = scenarios.filter((scenario) => scenario.verdict === 'fail').length;
  const open = scenarios.filter((scenario) => scenario.verdict === 'inconclusive').length;
  const facts = [
    `of ${countOf(counts.observations, 'decision')}`,
    result.grade === null
      ? 'no grade'
      : `grade ${result.grade}${result.score === null ? '' : ` (${Math.round(result.score)} of 100)`}`,
    countOf(scenarios.length, 'scenario'),
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...(open > 0 ? [`${open} inconclusive`] : []),
    `${coverage.percent} % drilled`,
    `took ${formatMs(result.durationMs)}`,
    ...(result.defect === null ? [] : [`seeded defect ${bare(result.defect)}`]),
  ];
  const counters = [
    counter(counts.wrongAllow, 'wrong allow', 'bad'),
    counter(counts.wrongDeny, 'wrong deny', 'warn'),
    counter(counts.noDecision, 'no decision', 'warn'),
    counter(counts.inconclusive, 'inconclusive', 'unclear'),
  ];
  return [`  ${counters.join('   ')}`, ...flow(facts, ' · ', width - 2).map((line) => `  ${line}`)];
}
