import { mergeOutcomes, type CheckOutcome, type CheckResult } from '../model/check.ts';
import type { Finding, Result, ScenarioResult, Verdict } from '../model/result.ts';
import { declaredAt } from './declared-at.ts';
import { oneLine, plainText } from './plain-text.ts';
import { openQuestions } from './reasons.ts';
import { rollbackSuite } from './rollback-suite.ts';
import { verdictWords } from './words.ts';

interface Testcase {
  readonly name: string;
  readonly outcome: CheckOutcome;
  /** `critical`, `major`, `minor` or what else kind of trouble it is. */
  readonly type: string;
  readonly message: string;
  readonly body: string;
  /** How long what it is about took; a check takes no time of its own. */
  readonly tookMs?: number;
}

interface Suite {
  readonly name: string;
  readonly startedAt: string;
  readonly durationMs: number;
  readonly properties: readonly (readonly [name: string, value: string])[];
  readonly cases: readonly Testcase[];
}

/**
 * `junit.xml` as most CI systems read it (the Jenkins xunit shape): a suite a scenario, a testcase a check.
 * `<failure>` is an unsafe or otherwise broken check, `<error>` one that could not be judged, `<skipped>` one
 * that does not apply. A verdict that no check expresses gets a testcase of its own, so that a file without
 * failures and errors always is a pass.
 */
export function renderJunit(result: Result): string {
  const suites = [
    ...result.scenarios.map((scenario) => scenarioSuite(scenario, result)),
    ...governanceSuite(result),
    ...rollbacks(result),
    ...runSuite(result),
  ];
  const cases = suites.flatMap((suite) => suite.cases);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites${attributes({ name: `${result.harness.name} ${result.service}`, ...tallies(cases), time: seconds(result.durationMs), timestamp: result.startedAt })}>`,
    ...suites.flatMap(suiteLines),
    '</testsuites>',
    '',
  ].join('\n');
}

function scenarioSuite(scenario: ScenarioResult, result: Result): Suite {
  const cases = scenario.checks.map((check) =>
    checkCase(
      check,
      result.findings.filter((finding) => finding.scenario === scenario.id && finding.check === check.id),
    ),
  );
  const why = openQuestions(scenario).map((reason) => reason.why);
  return {
    name: scenario.id,
    startedAt: scenario.startedAt,
    durationMs: scenario.durationMs,
    properties: [
      ['title', scenario.title],
      ['file', scenario.file],
      ['seed', String(scenario.seed)],
      ['reproduce', scenario.reproduce],
      ['journal.sha256', scenario.evidence.journalSha256],
    ],
    cases: [...cases, ...verdictCase(scenario.verdict, cases, scenario.title, why)],
  };
}

function governanceSuite({ governance, findings, startedAt }: Result): readonly Suite[] {
  if (governance.checks.length === 0) return [];
  const cases = governance.checks.map((check) =>
    checkCase(
      check,
      findings.filter((finding) => finding.check === check.id),
    ),
  );
  return [{ name: 'governance', startedAt, durationMs: 0, properties: [], cases }];
}

function rollbacks(result: Result): readonly Suite[] {
  const suite = rollbackSuite(result);
  if (suite === null) return [];
  const cases = suite.cases.map((one) => Object.assign({ type: 'rollback' }, one));
  const { startedAt } = result;
  const durationMs = cases.reduce((sum, { tookMs }) => sum + tookMs, 0);
  return [{ name: 'rollback', startedAt, durationMs, properties: suite.properties, cases }];
}

function checkCase(check: CheckResult, findings: readonly Finding[]): Testcase {
  const failed = check.outcome === 'fail';
  return {
    name: check.title,
    outcome: check.outcome,
    type: failed ? check.severity : check.outcome,
    message: failed ? check.failureTitle : (check.note ?? check.outcome),
    body: failed ? [check.why, ...findings.map(findingText), check.fix].join('\n\n') : (check.note ?? ''),
  };
}

function findingText(finding: Finding): string {
  return [
    `${finding.id} ${finding.title}`,
    `declared: ${finding.declared.text} (${declaredAt(finding)})`,
    `seen: ${finding.seen.text}`,
    `decisions: ${finding.seen.decisions.join(' ')}`,
    `reproduce: ${finding.reproduce}`,
  ].join('\n');
}

/** Nothing where the checks already say as much as the verdict does. */
function verdictCase(
  verdict: Verdict,
  cases: readonly Testcase[],
  message: string,
  why: readonly string[],
): readonly Testcase[] {
  const said = mergeOutcomes(cases.map((one) => one.outcome));
  if (said === verdict || (said === 'not-applicable' && verdict === 'pass')) return [];
  return [{ name: 'verdict', outcome: verdict, type: verdict, message, body: why.join('\n') }];
}

function runSuite(result: Result): readonly Suite[] {
  const worst = mergeOutcomes([
    ...result.scenarios.map((scenario) => scenario.verdict),
    ...result.governance.checks.map((check) => check.outcome),
  ]);
  if (worst === result.verdict) return [];
  const { runId: name, startedAt, durationMs, verdict, headline } = result;
  const cases = [
    { name: 'verdict', outcome: verdict, type: verdict, message: headline, body: verdictWords[verdict].word },
  ];
  return [{ name, startedAt, durationMs, properties: [], cases }];
}

function suiteLines(suite: Suite): readonly string[] {
  const { name, properties, cases } = suite;
  return [
    `  <testsuite${attributes({ name, ...tallies(cases), time: seconds(suite.durationMs), timestamp: suite.startedAt })}>`,
    ...(properties.length === 0 ? [] : ['    <properties>']),
    ...properties.map(([key, value]) => `      <property${attributes({ name: key, value })}/>`),
    ...(properties.length === 0 ? [] : ['    </properties>']),
    ...cases.flatMap((one) => caseLines(one, name)),
    '  </testsuite>',
  ];
}

const elements = { fail: 'failure', inconclusive: 'error' } as const;

function caseLines(
  { name, outcome, type, message, body, tookMs = 0 }: Testcase,
  suite: string,
): readonly string[] {
  const open = `    <testcase${attributes({ name, classname: suite, time: tookMs === 0 ? '0' : seconds(tookMs) })}`;
  if (outcome === 'pass') return [`${open}/>`];
  const inner =
    outcome === 'not-applicable'
      ? `<skipped${attributes({ message })}/>`
      : `<${elements[outcome]}${attributes({ type, message })}>${escape(plainText(body.replaceAll('`', '')))}</${elements[outcome]}>`;
  return [`${open}>`, `      ${inner}`, '    </testcase>'];
}

function tallies(
  cases: readonly Testcase[],
): Readonly<Record<'tests' | 'failures' | 'errors' | 'skipped', string>> {
  const of = (outcome: CheckOutcome): string => String(cases.filter((one) => one.outcome === outcome).length);
  return {
    tests: String(cases.length),
    failures: of('fail'),
    errors: of('inconclusive'),
    skipped: of('not-applicable'),
  };
}

function seconds(ms: number): string {
  return (ms / 1_000).toFixed(3);
}

function attributes(values: Readonly<Record<string, string>>): string {
  return Object.entries(values)
    .map(([key, value]) => ` ${key}="${escape(oneLine(value.replaceAll('`', '')))}"`)
    .join('');
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function escape(text: string): string {
  return text.replace(/[&<>"]/gu, (character) => entities[character] ?? character);
}
