import type { ChangeEvent } from '../model/event.ts';
import type { Plan } from '../plan/plan.ts';
import type { JournalFacts } from './journal-facts.ts';

/** What became of the changes that were ordered, held against who may change the policy. */
export interface ControlJudgement {
  /** Changes of which the journal says enough to be judged. */
  readonly judged: number;
  readonly uncontrolled: readonly UncontrolledChange[];
}

/** A change that was served and should not have been. */
export interface UncontrolledChange {
  readonly change: string;
  /** What is wrong with it: `bad-allow was served, though it had to be refused`. */
  readonly how: string;
}

/**
 * Holds every change that was served against the contract: somebody who may approve it has, and is not the one who ordered it;
 * or the glass was broken by one who may. What was to be refused may not be served at all. A journal that
 * does not say who ordered a change says nothing of its control.
 */
export function judgeControl({ changes: planned, contract }: Plan, facts: JournalFacts): ControlJudgement {
  let judged = 0;
  const uncontrolled: UncontrolledChange[] = [];
  for (const change of planned) {
    if (change.kind === 'restart') continue;
    const events = facts.changes.filter((event) => event.change === change.id);
    const served = events.find((event) => event.edge === 'served' && event.by !== undefined);
    const toBeRefused = change.kind === 'publish' && change.refused;
    const what = change.kind === 'rollback' ? 'a rollback' : `the policy ${change.policy}`;
    if (toBeRefused) {
      const came = events.some((event) => event.edge === 'served');
      if (came)
        uncontrolled.push({ change: change.id, how: `${what} was served, though it had to be refused` });
      if (came || events.some((event) => event.edge === 'refused')) judged += 1;
    } else if (served !== undefined) {
      const wrong = wrongWith(served, events, contract.owner);
      if (wrong !== null) uncontrolled.push({ change: change.id, how: `${what} was served ${wrong}` });
      judged += 1;
    }
  }
  return { judged, uncontrolled };
}

function wrongWith(
  { by, approvedBy }: ChangeEvent,
  events: readonly ChangeEvent[],
  { approvers, breakGlass }: Plan['contract']['owner'],
): string | null {
  if (events.some((event) => event.breakGlass === true)) {
    return breakGlass.includes(by ?? '') ? null : `on the break-glass of ${by}, who may not break it`;
  }
  // A contract that names nobody lets everybody.
  if (approvers.length === 0) return null;
  if (approvedBy === undefined) return `by ${by} without an approver`;
  if (approvedBy === by) return `by ${by}, who approved it too`;
  return approvers.includes(approvedBy) ? null : `on the approval of ${approvedBy}, who may not approve it`;
}
