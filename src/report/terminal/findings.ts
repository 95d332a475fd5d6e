import type { Finding, Result } from '../../model/result.ts';
import type { Severity } from '../../model/violation.ts';
import { declaredAt } from '../declared-at.ts';
import { oneLine } from '../plain-text.ts';
import { severities, violationWords } from '../words.ts';
import { bare } from './bare.ts';
import { labelled, wrap } from './layout.ts';
import type { Paint, Tone } from './style.ts';

const severityTones: Readonly<Record<Severity, Tone>> = { critical: 'bad', major: 'warn', minor: 'soft' };

/** So many findings are explained, the others only named: the scorecard explains them all. */
const mostExplained = 6;

/** A block of lines a finding, most severe first. */
export function findingBlocks(
  { findings }: Result,
  width: number,
  paint: Paint,
): readonly (readonly string[])[] {
  const sorted = severities.flatMap((severity) =>
    findings.filter((finding) => finding.severity === severity),
  );
  const explained = sorted.slice(0, mostExplained).map((finding) => findingLines(finding, width, paint));
  return [...explained, sorted.slice(mostExplained).flatMap((finding) => findingHead(finding, width, paint))];
}

function findingHead(finding: Finding, width: number, paint: Paint): readonly string[] {
  const label = `${oneLine(finding.id)} ${finding.severity}`;
  const [first = '', ...rest] = wrap(
    `${bare(finding.title)} (${violationWords(finding.violation)})`,
    width - label.length - 2,
  );
  return [
    `${paint(severityTones[finding.severity], label)}  ${paint('strong', first)}`,
    ...rest.map((line) => ' '.repeat(label.length + 2) + paint('strong', line)),
  ];
}

function findingLines(finding: Finding, width: number, paint: Paint): readonly string[] {
  const at = { indent: 3, label: 11, width };
  const { seen } = finding;
  const decisions = seen.decisions.map(oneLine).join(' ');
  return [
    ...findingHead(finding, width, paint),
    ...labelled('declared', `${bare(finding.declared.text)} (${oneLine(declaredAt(finding))})`, at),
    ...labelled('seen', bare(seen.text), at),
    ...(decisions === '' ? [] : labelled('decisions', decisions, at)),
    ...labelled('fix', bare(finding.fix), at),
    `${' '.repeat(at.indent)}${'reproduce'.padEnd(at.label)}${oneLine(finding.reproduce)}`,
  ];
}
