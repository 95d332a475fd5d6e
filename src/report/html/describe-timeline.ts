import type { Timeline } from '../../model/result.ts';
import { countOf, listed, moment, violationWords } from '../words.ts';
import { edgesInWords } from './fault-edges.ts';

/** What a timeline shows, in sentences, for those who cannot see it. */
export function describeTimeline({ faults, lanes, violations, revisions, phases }: Timeline): string {
  return [
    `Answers for ${countOf(lanes.length, 'action')} in ${countOf(phases.length, 'phase')}: ${listed(phases.map(({ name, from }) => `${name} from ${moment(from)}`))}.`,
    ...faults.map((fault) => `${fault.title}: ${edgesInWords(fault)}.`),
    ...(revisions.length > 1
      ? [
          `Policy revisions: ${listed(revisions.map((one) => `${one.revision} (${one.policy}) at ${moment(one.t)}`))}.`,
        ]
      : []),
    describeViolations(violations),
  ].join(' ');
}

function describeViolations(violations: Timeline['violations']): string {
  if (violations.length === 0) return 'No violation.';
  const kinds = [...new Set(violations.map((one) => `${violationWords(one.violation)} of ${one.action}`))];
  return `${countOf(countViolations(violations), 'violation')} (${kinds.join(', ')}) ${between(violations.map(({ t }) => t))}.`;
}

/** How many violations there were in some steps. */
export function countViolations(violations: Timeline['violations']): number {
  return violations.reduce((sum, one) => sum + one.count, 0);
}

/** `from +3.21 s to +4.29 s`, whatever the order of the moments. */
export function between(moments: readonly number[]): string {
  const first = moments.reduce((least, t) => Math.min(least, t), Infinity);
  const last = moments.reduce((most, t) => Math.max(most, t), -Infinity);
  return `from ${moment(first)} to ${moment(last)}`;
}
