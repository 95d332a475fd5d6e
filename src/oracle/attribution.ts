import { overlaps } from '../model/time.ts';
import type { Interval } from '../model/time.ts';
import type { CellFacts } from './scenario-world.ts';
import { concerns, holdsUp } from './world/fault-span.ts';
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
 * Without any, the one that healed last before it, again rather one that the action needs: a failure to come back belongs
 * to the outage that it follows.
 */
export function attribution(
  faults: readonly FaultSpan[],
  cell: CellFacts,
  replica: string,
  during: Interval,
): Attribution {
  let found: FaultSpan | null = null;
  let foundRank = -1;
  let lingersUntil = -Infinity;
  for (const span of faults) {
    if (span.requested > during.to || !concerns(span, replica)) continue;
    const held = holdsUp(span);
    const holds = overlaps(held, during);
    const needed = needs(cell, span);
    if (!holds && needed) lingersUntil = Math.max(lingersUntil, span.lingersUntil);
    const rank = (holds ? 2 : 0) + (needed ? 1 : 0);
    if (rank < foundRank) continue;
    if (found !== null && rank === foundRank && !holds && held.to < holdsUp(found).to) continue;
    found = span;
    foundRank = rank;
  }
  if (found === null) return before;
  if (foundRank >= 2) return { fault: found, when: 'during', settled: false };
  return { fault: found, when: 'after', settled: during.from > Math.max(lingersUntil, found.lingersUntil) };
}

/** Whether the action's decisions, or their records, rest on what the fault takes away. */
export function needs(
  cell: Pick<CellFacts, 'action' | 'fetched'> & Partial<Pick<CellFacts, 'cell'>>,
  fault: Pick<FaultSpan, 'spec' | 'effect'>,
): boolean {
  const { on } = fault.spec;
  if (on === 'policy-service') return cell.action.decide !== 'local';
  // What the policy service decides rests on its bundle, not on the replica's.
  if (on === 'bundle-service') return cell.action.decide !== 'remote';
  if (on !== 'context-service') return true;
  if (!('input' in fault.effect)) return cell.fetched.length > 0;
  const { input, subjects } = fault.effect;
  if (!cell.fetched.includes(input)) return false;
  return subjects === undefined || cell.cell === undefined || subjects.includes(cell.cell.as);
}
