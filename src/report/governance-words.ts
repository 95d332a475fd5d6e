import { formatMs } from '../model/time.ts';
import type { Governance } from '../model/result.ts';
import { countOf } from './words.ts';

/** Whether the objective for taking a bad rule back was only declared, or drilled: `rollback within 5 s was drilled in 2 scenarios`. */
export function objectiveWords({ rollback }: Governance): string {
  const objective = `rollback within ${formatMs(rollback.objectiveMs)}`;
  const drills = rollback.drilledIn.length;
  return `${objective} was ${drills === 0 ? 'not drilled' : `drilled in ${countOf(drills, 'scenario')}`}`;
}

/** All of governance in a line: `9 of 9 governance checks passed; rollback within 5 s was not drilled`. */
export function governanceWords(governance: Governance): string {
  const judged = governance.checks.filter(({ outcome }) => outcome !== 'not-applicable');
  if (judged.length === 0) return '';
  const passed = judged.filter(({ outcome }) => outcome === 'pass').length;
  return `${passed} of ${countOf(judged.length, 'governance check')} passed; ${objectiveWords(governance)}`;
}
