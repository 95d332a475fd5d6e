import type { CheckOutcome } from '../model/check.ts';
import type { Result } from '../model/result.ts';
import { rollbackSummary, slowestWords, summarySentence } from './rollback-summary.ts';
import { againstObjective, detectorWords, orderWords, totalWords } from './rollback-words.ts';

/** A rollback as a CI system shows it: its time is that of the rollback, so that its history is one of rollback times. */
export interface RollbackCase {
  readonly name: string;
  /** `not-applicable` where it cannot be said: whether that is an error is the business of the drill's own checks. */
  readonly outcome: CheckOutcome;
  readonly message: string;
  readonly body: string;
  readonly tookMs: number;
}

/** All rollbacks of a run for a CI system; null where there was none. */
export function rollbackSuite(result: Result): {
  readonly properties: readonly (readonly [name: string, value: string])[];
  readonly cases: readonly RollbackCase[];
} | null {
  const summary = rollbackSummary(result);
  if (summary === null) return null;
  const seen = new Map<string, number>();
  const inOrder = summary.all.toSorted((a, b) => a.index - b.index);
  const cases = inOrder.map(({ rollback, scenario }): RollbackCase => {
    const of = `${rollback.policy} in ${scenario.id}`;
    const nth = (seen.get(of) ?? 0) + 1;
    seen.set(of, nth);
    const total = totalWords(rollback);
    return {
      name: nth === 1 ? of : `${of}, ${nth}`,
      outcome:
        rollback.withinObjective === null ? 'not-applicable' : rollback.withinObjective ? 'pass' : 'fail',
      message: `${total === '' ? '' : `${total}, `}${againstObjective(rollback)}`,
      body: [
        `found by ${detectorWords(rollback)}; ${rollback.breakGlass ? 'BREAK-GLASS: ' : ''}${orderWords(rollback)}`,
        ...rollback.advice,
      ].join('\n'),
      tookMs: rollback.totalMs ?? 0,
    };
  });
  return {
    properties: [
      ['summary', summarySentence(summary)],
      ['slowest', slowestWords(summary)],
      ['break-glass', String(summary.brokenGlass.length)],
    ],
    cases,
  };
}
