import type { Result } from '../../model/result.ts';
import { rollbackSummary, summarySentence, worstOfRepeated } from '../rollback-summary.ts';
import { againstObjective, detectorWords, orderWords, totalWords } from '../rollback-words.ts';
import { count } from '../words.ts';
import { escaped, marked, table } from './markdown.ts';

/** The scorecard has the rest. */
const mostRows = 12;

/** How the rollbacks of a run went against their objectives: all in a sentence, a row each, and advice on the slowest. */
export function rollbackMarkdown(result: Result): string {
  const summary = rollbackSummary(result);
  if (summary === null) return '';
  const each = worstOfRepeated(summary.all);
  const advice = summary.slowest?.rollback.advice ?? [];
  return [
    '### Rollback',
    `${escaped(summarySentence(summary))}.`,
    table(
      ['policy', 'drill', 'took', 'against the objective', 'found by', 'order'],
      each
        .slice(0, mostRows)
        .map(({ rollback, scenario, of }) => [
          escaped(rollback.policy),
          escaped(scenario.id),
          `${of > 1 ? `worst of ${count(of)}: ` : ''}**${totalWords(rollback) || 'unknown'}**`,
          againstObjective(rollback),
          detectorWords(rollback),
          `${rollback.breakGlass ? '**break-glass**: ' : ''}${escaped(orderWords(rollback))}`,
        ]),
    ),
    each.length > mostRows ? `… ${count(each.length - mostRows)} more in the scorecard.` : '',
    advice.length === 0 ? '' : ['On the slowest:', '', ...advice.map((one) => `- ${marked(one)}`)].join('\n'),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}
