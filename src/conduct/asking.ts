import type { Plan } from '../plan/plan.ts';

/** What any obligation protects: every answer is searched for it, since a wrong allow of any action may show it. */
export function protectedFields({ contract }: Plan): readonly string[] {
  return [...new Set(Object.values(contract.obligations).flatMap(({ hide }) => hide))];
}

/** Longest to wait for an answer: twice the budget tells one that came late from one that never comes. */
export function probeDeadlineMs({ contract }: Plan): number {
  return 2 * contract.budgetMs;
}
