import { formatMs } from '../model/time.ts';
import type { Finding, Result } from '../model/result.ts';
import type { Severity } from '../model/violation.ts';
import { declaredAt } from './declared-at.ts';
import { oneLine } from './plain-text.ts';
import { openQuestions } from './reasons.ts';
import { againstObjective } from './rollback-words.ts';
import { count, countOf, headline, severities, verdictWords, violationWords, wholeMs } from './words.ts';
import { flow, labelled, wrap } from './terminal/layout.ts';
import { matrixLines } from './terminal/matrix.ts';
import { painter, type Paint, type Tone } from './terminal/style.ts';

export interface TerminalOptions {
  /** Columns; lines are wrapped to it, but for the verdict, commands and paths, which are to be copied. */
  readonly width: number;
  readonly colour: boolean;
  /** What was written where, to be named at the end. */
  readonly files: readonly { readonly what: string; readonly path: string }[];
}

const verdictTones = { pass: 'good', fail: 'bad', inconclusive: 'unclear' } as const satisfies Record<
  Result['verdict'],
  Tone
>;
const severityTones: Readonly<Record<Severity, Tone>> = { critical: 'bad', major: 'warn', minor: 'soft' };

/** The result for a terminal, a line an item: first the verdict sentence, whole, then what explains it. */
export function renderTerminal(result: Result, options: TerminalOptions): readonly string[] {
  const paint = painter(options.colour);
  const width = Math.max(60, options.width);
  const blocks = [
    [verdictLine(result, paint)],
    summary(result, width, paint),
    matrixLines(result, width, paint),
    ...bySeverity(result.findings).map((finding) => findingLines(finding, width, paint)),
    rollbackLines(result, width, paint),
    openLines(result, width, paint),
    fileLines(options.files),
  ];
  return blocks.reduce((lines, block) =>
    block.length === 0 ? lines : lines.length === 0 ? block : lines.concat('', block),
  );
}

function verdictLine(result: Result, paint: Paint): string {
  return `${paint(verdictTones[result.verdict], `${verdictWords[result.verdict].word}.`)} ${plain(headline(result.headline))}`;
}

/** Names are quoted in backticks for reports that set them in another type; a terminal shows them bare. */
function plain(text: string): string {
  return oneLine(text).replaceAll('`', '');
}

function summary(result: Result, width: number, paint: Paint): readonly string[] {
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
    ...(result.defect === null ? [] : [`seeded defect ${plain(result.defect)}`]),
  ];
  const counters = [
    counter(counts.wrongAllow, 'wrong allow', 'bad'),
    counter(counts.wrongDeny, 'wrong deny', 'warn'),
    counter(counts.noDecision, 'no decision', 'warn'),
    counter(counts.inconclusive, 'inconclusive', 'unclear'),
  ];
  return [`  ${counters.join('   ')}`, ...flow(facts, ' · ', width - 2).map((line) => `  ${line}`)];
}

function bySeverity(findings: readonly Finding[]): readonly Finding[] {
  return severities.flatMap((severity) => findings.filter((finding) => finding.severity === severity));
}

function findingLines(finding: Finding, width: number, paint: Paint): readonly string[] {
  const at = { indent: 3, label: 11, width };
  const { seen } = finding;
  const decisions = seen.decisions.map(oneLine).join(' ');
  const head = `${plain(finding.title)} (${violationWords(finding.violation)})`;
  const label = `${oneLine(finding.id)} ${finding.severity}`;
  const [first = '', ...rest] = wrap(head, width - label.length - 2);
  return [
    `${paint(severityTones[finding.severity], label)}  ${paint('strong', first)}`,
    ...rest.map((line) => ' '.repeat(label.length + 2) + paint('strong', line)),
    ...labelled('declared', `${plain(finding.declared.text)} (${oneLine(declaredAt(finding))})`, at),
    ...labelled('seen', plain(seen.text), at),
    ...(decisions === '' ? [] : labelled('decisions', decisions, at)),
    ...labelled('fix', plain(finding.fix), at),
    `${' '.repeat(at.indent)}${'reproduce'.padEnd(at.label)}${oneLine(finding.reproduce)}`,
  ];
}

function rollbackLines({ scenarios }: Result, width: number, paint: Paint): readonly string[] {
  const lines = scenarios.flatMap(({ rollback }) => {
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
  return lines;
}

/** At most so many reasons a scenario; the scorecard has them all. */
const mostReasons = 5;

function openLines({ scenarios }: Result, width: number, paint: Paint): readonly string[] {
  const lines = scenarios.flatMap((scenario) => {
    const reasons = openQuestions(scenario);
    if (reasons.length === 0) return [];
    const said = reasons.slice(0, mostReasons).flatMap(({ check, why }) =>
      labelled('-', `${check === null ? '' : `${plain(check)}: `}${plain(why)}`, {
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

function fileLines(files: TerminalOptions['files']): readonly string[] {
  const longest = Math.max(0, ...files.map(({ what }) => what.length));
  return files.map(({ what, path }) => `  ${what.padEnd(longest)}  ${path}`);
}
