import { formatMs } from '../../model/time.ts';
import { code, escaped, marked, table } from '../../report/markdown/markdown.ts';
import type { DefectCase } from './defect-case.ts';
import type { SelftestReport } from './report.ts';
import { byCatchWords, outcomeOf, remarkOn, sentenceOf, standingWords } from './words.ts';

/** The self-test in GitHub-flavoured Markdown: `selftest.md`. */
export function renderSelftestMarkdown(report: SelftestReport): string {
  const commit = report.commit === null ? '' : ` at commit ${code(report.commit)}`;
  const blocks = [
    `## Self-test: ${outcomeOf(report)}`,
    escaped(sentenceOf(report)),
    report.cases.length === 0
      ? ''
      : table(
          ['defect', '', 'caught by', 'in scenario', 'what was found', 'by-catch'],
          report.cases.map(rowOf),
        ),
    alarms(report),
    `Run ${code(report.runId)}${commit}, seed ${report.seed}, ${formatMs(report.durationMs)}.`,
  ];
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
}

function rowOf(one: DefectCase): readonly string[] {
  const { symbol, word } = standingWords[one.standing];
  const remark = remarkOn(one);
  const found = [one.seen ?? '', remark].filter((part) => part !== '').map(marked);
  return [
    `${code(one.id)}<br>${escaped(one.description)}`,
    `${symbol} ${word}`,
    `${code(one.shownBy.check)}<br>${one.shownBy.violation}`,
    code(one.shownBy.scenario),
    found.join('<br>'),
    byCatchWords(one).map(escaped).join('<br>'),
  ];
}

function alarms({ sound }: SelftestReport): string {
  if (sound.alarms.length === 0) return '';
  const items = sound.alarms.map(
    ({ run, scenario, check, violation, headline }) =>
      `- ${code(`${run}/${scenario}`)} ${code(check)} (${violation}): ${marked(headline)}`,
  );
  return ['### False alarms', '', ...items].join('\n');
}
