import type { Contract } from '../contract/contract.ts';
import { formatMs } from '../model/time.ts';
import type { ScenarioDraft } from '../scenario/draft.ts';
import type { Note } from '../scenario/note.ts';
import type { Target } from '../target/target.ts';

/** What a scenario asks of k6 that its contract or target do not bear. */
export function checkLoad(
  draft: ScenarioDraft,
  contract: Contract | undefined,
  target: Target | undefined,
): Note[] {
  if (draft.load?.engine !== 'k6') return [];
  return [
    ...(contract === undefined ? [] : looserThanBudget(draft, contract)),
    ...(target === undefined ? [] : outlivedTokens(draft, target)),
  ];
}

/** Every single answer has to come within the budget anyway. */
function looserThanBudget({ phases }: ScenarioDraft, { budgetMs }: Contract): Note[] {
  return phases.flatMap((phase, index): Note[] => {
    const p99Ms = phase?.load?.p99;
    if (p99Ms === undefined || p99Ms <= budgetMs) return [];
    return [
      {
        path: ['phases', index, 'load', 'p99'],
        severity: 'warning',
        code: 'contradiction',
        message: `99 of 100 answers may take ${formatMs(p99Ms)} here, but the contract has every answer within ${formatMs(budgetMs)}`,
        hint: 'leave it out, and k6 holds its answers against the budget',
      },
    ];
  });
}

/** Phases last for longer than declared: until their faults are proved, and their changes made. */
const mayLastTimes = 2;

/** k6 gets its tokens once, before it starts. */
function outlivedTokens(draft: ScenarioDraft, { credentials }: Target): Note[] {
  const rounds = draft.repeat ?? 1;
  const lastsMs = rounds * draft.phases.reduce((sum, phase) => sum + (phase?.for ?? 0), 0);
  if (mayLastTimes * lastsMs <= credentials.lifetimeMs) return [];
  return [
    {
      path: ['load', 'engine'],
      code: 'contradiction',
      message: `k6 gets its tokens once, before it starts: they live for ${formatMs(credentials.lifetimeMs)}, and a drill of ${formatMs(lastsMs)} may well last longer than that`,
      hint: "shorten the drill, or lengthen the lifetime of the target's credentials",
    },
  ];
}
