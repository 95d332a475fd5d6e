import { bare } from '../../report/terminal/bare.ts';
import { painter, type Tone } from '../../report/terminal/style.ts';
import type { DefectCase } from './defect-case.ts';
import type { SelftestReport } from './report.ts';
import { byCatchWords, remarkOn, sentenceOf, standingWords } from './words.ts';

const tones: Readonly<Record<DefectCase['standing'], Tone>> = {
  caught: 'good',
  missed: 'bad',
  'not-decided': 'unclear',
};

/** The self-test for a terminal, a line an item: the sentence, then a table, then what needs explaining. */
export function renderSelftest(
  report: SelftestReport,
  { colour }: { readonly colour: boolean },
): readonly string[] {
  const paint = painter(colour);
  const rows = report.cases.map(rowOf);
  const columns = rows[0]?.length ?? 0;
  const widths = Array.from({ length: columns }, (_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  const table = rows.map((row, index) => {
    const line = row.map((text, column) => text.padEnd(widths[column] ?? 0)).join('  ');
    return paint(tones[report.cases[index]?.standing ?? 'caught'], line.trimEnd());
  });
  const blocks = [[sentenceOf(report)], table, remarks(report), alarms(report)];
  return blocks
    .filter((block) => block.length > 0)
    .flatMap((block, index) => (index === 0 ? block : ['', ...block.map((line) => `  ${line}`)]));
}

function rowOf(one: DefectCase): readonly string[] {
  const { symbol, word } = standingWords[one.standing];
  const more = byCatchWords(one).length;
  return [
    `${symbol} ${one.id}`,
    word,
    `${one.shownBy.check} (${one.shownBy.violation})`,
    one.shownBy.scenario,
    more === 0 ? '' : `+${more}`,
  ];
}

function remarks({ cases }: SelftestReport): readonly string[] {
  return cases.flatMap((one) => {
    const remark = remarkOn(one);
    if (remark === '') return [];
    const where = one.standing === 'caught' || one.journal === null ? '' : ` (${one.journal})`;
    const others = one.standing === 'caught' ? [] : byCatchWords(one);
    const instead = others.length === 0 ? '' : `; failed instead: ${others.join(', ')}`;
    return [`${one.id}: ${remark}${instead}${where}`];
  });
}

function alarms({ sound }: SelftestReport): readonly string[] {
  return sound.alarms.map(
    ({ scenario, check, violation, headline, journal }) =>
      `false alarm in ${scenario}: ${check} (${violation}). ${bare(headline)} (${journal})`,
  );
}
