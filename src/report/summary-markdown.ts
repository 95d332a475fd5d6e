import { formatMs } from '../model/time.ts';
import type { Finding, Result, ScenarioResult } from '../model/result.ts';
import { declaredAt } from './declared-at.ts';
import { code, escaped, marked, table } from './markdown/markdown.ts';
import { governanceWords } from './governance-words.ts';
import { openQuestions } from './reasons.ts';
import { rollbackMarkdown } from './markdown/rollbacks.ts';
import { undrilledWords } from './undrilled.ts';
import { cellWords, count, headline, severities, verdictWords, violationWords } from './words.ts';

/** GitHub refuses a job summary of more than 1 MiB a step. */
const mostBytes = 1_000_000;

/**
 * The result in GitHub-flavoured Markdown for a chat, a pull request or a job summary; always less than 1 MiB.
 * What does not fit is left out from the end, and said to be.
 */
export function renderSummaryMarkdown(result: Result): string {
  const blocks = [
    `## ${verdictWords[result.verdict].word}. ${marked(headline(result.headline))}`,
    facts(result),
    matrix(result),
    governance(result),
    ...findings(result),
    rollbackMarkdown(result),
    list('Could not be judged', result.scenarios.flatMap(open)),
    `Run ${code(result.runId)} of ${escaped(result.service)} by ${escaped(result.harness.name)} ${escaped(result.harness.version)}.`,
  ].filter((block) => block !== '');
  return `${fitting(blocks).join('\n\n')}\n`;
}

function fitting(blocks: readonly string[]): readonly string[] {
  const encoder = new TextEncoder();
  const kept: string[] = [];
  let bytes = 0;
  for (const [index, block] of blocks.entries()) {
    bytes += encoder.encode(block).length + 2;
    if (bytes > mostBytes) return [...kept, `… ${blocks.length - index} more parts are in the scorecard.`];
    kept.push(block);
  }
  return kept;
}

function facts({ counts, grade, score, coverage, scenarios, durationMs, defect }: Result): string {
  const lines = [
    table(
      ['wrong allow', 'wrong deny', 'no decision', 'inconclusive', 'decisions', 'grade', 'drilled'],
      [
        [
          loud(counts.wrongAllow),
          loud(counts.wrongDeny),
          loud(counts.noDecision),
          loud(counts.inconclusive),
          count(counts.observations),
          grade === null ? 'none' : score === null ? grade : `${grade} (${Math.round(score)} of 100)`,
          `${coverage.percent} %`,
        ],
      ],
    ),
  ];
  const passed = scenarios.filter((scenario) => scenario.verdict === 'pass').length;
  const seeded =
    defect === null ? '' : ` The application was started with the seeded defect ${code(defect)}.`;
  lines.push(
    `${count(passed)} of ${count(scenarios.length)} scenarios passed, in ${formatMs(durationMs)}.${seeded}`,
  );
  return lines.join('\n\n');
}

function loud(figure: number): string {
  return figure > 0 ? `**${count(figure)}**` : '0';
}

function matrix(result: Result): string {
  const words = undrilledWords(result.coverage);
  return [matrixTable(result), words === '' ? '' : `○ ${words}.`].filter((part) => part !== '').join('\n\n');
}

function matrixTable({ actions, matrix: rows }: Result): string {
  if (rows.length === 0) return '';
  return table(
    ['fault', ...actions.map(({ action, declared }) => `${escaped(action)}<br>${escaped(declared)}`)],
    rows.map((row) => [
      escaped(row.title),
      ...actions.map(({ action }) => {
        const cell = row.cells.find((known) => known.action === action);
        if (cell === undefined) return '○ not drilled';
        const { symbol, word, detail } = cellWords(cell);
        if (cell.status !== 'fail')
          return detail === '' ? `${symbol} ${word}` : `${symbol} ${word}, ${detail}`;
        return `**${symbol} ${word}**<br>declared ${escaped(cell.declared)}<br>${detail}`;
      }),
    ]),
  );
}

function governance(result: Result): string {
  const words = governanceWords(result.governance);
  return words === '' ? '' : `${words}.`;
}

function findings({ findings: all }: Result): readonly string[] {
  return severities
    .flatMap((severity) => all.filter((finding) => finding.severity === severity))
    .map((finding) =>
      [
        `### ${escaped(finding.id)} ${finding.severity}: ${marked(finding.title)} (${violationWords(finding.violation)})`,
        '',
        ...five(finding).map(([part, text]) => `- **${part}** ${text}`),
      ].join('\n'),
    );
}

function five(finding: Finding): readonly (readonly [part: string, text: string])[] {
  const { seen } = finding;
  const decisions = seen.decisions.length === 0 ? '' : ` Decisions ${seen.decisions.map(code).join(', ')}`;
  return [
    ['declared', `${marked(finding.declared.text)} (${code(declaredAt(finding))})`],
    ['seen', `${marked(seen.text)}${decisions}`],
    ['why it matters', marked(finding.why)],
    ['what to change', marked(finding.fix)],
    ['how to reproduce', code(finding.reproduce)],
  ];
}

function open(scenario: ScenarioResult): readonly string[] {
  return openQuestions(scenario).map(
    ({ check, why }) =>
      `${escaped(scenario.id)}: ${check === null ? '' : `${marked(check)}: `}${marked(why)}`,
  );
}

function list(title: string, items: readonly string[]): string {
  return items.length === 0 ? '' : [`### ${title}`, '', ...items.map((item) => `- ${item}`)].join('\n');
}
