import { overlaps } from '../model/time.ts';
import type { Interval } from '../model/time.ts';
import type { CellFacts } from './scenario-world.ts';
import { concerns } from './world/fault-span.ts';
import type { FaultSpan } from './world/fault-span.ts';

/** The fault that an observation is reported under. */
export interface Attribution {
  /** Null before the first fault, and where none was injected. */
  readonly fault: FaultSpan | null;
  readonly when: 'before' | 'during' | 'after';
  /** After a fault: whether the time in which the fallback may go on was over, too. */
  readonly settled: boolean;
}

const before: Attribution = { fault: null, when: 'before', settled: true };

/**
 * A fault that may have held during the observation, rather one on something that the action needs, rather a later one.
 * Without any, the last fault that had healed before it: a failure to come back belongs to the outage that it follows.
 */
export function attribution(
  faults: readonly FaultSpan[],
  cell: CellFacts,
  replica: string,
  during: Interval,
): Attribution {
  let found: FaultSpan | null = null;
  let foundRank = -1;
  for (const span of faults) {
    if (span.requested > during.to || !concerns(span, replica)) continue;
    const rank = (overlaps(span.possible, during) ? 2 : 0) + (needs(cell, span) ? 1 : 0);
    if (rank < foundRank) continue;
    found = span;
    foundRank = rank;
  }
  if (found === null) return before;
  if (foundRank >= 2) return { fault: found, when: 'during', settled: false };
  return { fault: found, when: 'after', settled: during.from > found.lingersUntil };
}

/** Whether the action's decisions, or their records, rest on what the fault takes away. */
export function needs(
  cell: Pick<CellFacts, 'action' | 'fetched'>,
  fault: Pick<FaultSpan, 'spec' | 'effect'>,
): boolean {
  const { on } = fault.spec;
  if (on === 'policy-service') return cell.action.decide !== 'local';
  if (on !== 'context-service') return true;
  return 'input' in fault.effect ? cell.fetched.includes(fault.effect.input) : cell.fetched.length > 0;
}
