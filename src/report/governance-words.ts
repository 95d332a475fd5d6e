import { formatMs } from '../model/time.ts';
import type { Governance } from '../model/result.ts';
import { count, countOf } from './words.ts';

/**
 * Whether the objective for taking a bad rule back was only declared, or drilled: `rollback within 5 s was drilled in 2 scenarios`,
 * `within 1.5 s to 6 s` where contracts differ.
 */
export function objectiveWords({ rollback }: Governance): string {
  const { objectiveMs, loosestObjectiveMs } = rollback;
  const upTo = loosestObjectiveMs === undefined ? '' : ` to ${formatMs(loosestObjectiveMs)}`;
  const objective = `rollback within ${formatMs(objectiveMs)}${upTo}`;
  const drills = rollback.drilledIn.length;
  return `${objective} was ${drills === 0 ? 'not drilled' : `drilled in ${countOf(drills, 'scenario')}`}`;
}

function served({ outcome }: Governance['changes'][number]): boolean {
  return outcome === 'served';
}

/** What was done to the policy during the run: `30 changes of the policy: 27 approved, 2 refused, 1 with the glass broken`; empty where nothing was. */
function changeWords({ changes }: Governance): string {
  const of = (is: (change: Governance['changes'][number]) => boolean): number =>
    changes.filter(is).reduce((sum, { count: times }) => sum + times, 0);
  const kinds = [
    [of((one) => served(one) && !one.breakGlass && one.approvedBy !== null), 'approved'],
    [of((one) => served(one) && !one.breakGlass && one.approvedBy === null), 'without a recorded approval'],
    [of((one) => served(one) && one.breakGlass), 'with the glass broken'],
    [of((one) => one.outcome === 'refused'), 'refused'],
    [of((one) => one.outcome === 'failed' || one.outcome === 'unanswered'), 'failed'],
  ] as const;
  const parts = kinds.flatMap(([times, what]) => (times > 0 ? [`${count(times)} ${what}`] : []));
  return parts.length === 0
    ? ''
    : `${countOf(
        of(() => true),
        'change of the policy',
        'changes of the policy',
      )}: ${parts.join(', ')}`;
}

/** All of governance in a line: `9 of 9 governance checks passed; rollback within 5 s was not drilled`. */
export function governanceWords(governance: Governance): string {
  const judged = governance.checks.filter(({ outcome }) => outcome !== 'not-applicable');
  if (judged.length === 0) return '';
  const passed = judged.filter(({ outcome }) => outcome === 'pass').length;
  const changes = changeWords(governance);
  const said = `${passed} of ${countOf(judged.length, 'governance check')} passed; ${objectiveWords(governance)}`;
  return changes === '' ? said : `${said}; ${changes}`;
}
