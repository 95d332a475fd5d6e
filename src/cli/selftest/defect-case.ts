import type { Exercise, KnownDefect } from './exercise.ts';
import type { Alarm, JudgedExercise } from './judged-exercise.ts';
import { alarmsIn, checksIn } from './judged-exercise.ts';

/** How the harness did with one seeded defect. */
export interface DefectCase extends KnownDefect {
  readonly standing: 'caught' | 'missed' | 'not-decided';
  /** What the check that had to show it found; null unless it was caught. */
  readonly seen: string | null;
  /** Why it was not caught, in a sentence; null where it was. */
  readonly note: string | null;
  /** Whatever else failed. */
  readonly byCatch: readonly Alarm[];
  /** Whether the drill that had to show it was run again alone, because the first time decided nothing. */
  readonly again: boolean;
  /** The journal that tells; null where there is none. */
  readonly journal: string | null;
}

/**
 * Says whether a defect was caught: whether the check that must name it failed, in the scenario that must show it, for the
 * violation that it is. Another check that failed is by-catch, and no more.
 * @param judged every exercise with this defect
 */
export function judgeCase(
  defect: KnownDefect,
  judged: readonly JudgedExercise[],
  again: boolean,
): DefectCase {
  const { shownBy } = defect;
  const shown = judged.find(({ exercise }) => isShowing(exercise, defect));
  const alarms = judged.flatMap(alarmsIn);
  const caughtBy = alarms.find((alarm) => isShown(alarm, defect));
  const { standing, note } =
    caughtBy === undefined ? withoutAlarm(defect, shown) : ({ standing: 'caught', note: null } as const);
  return {
    id: defect.id,
    description: defect.description,
    shownBy,
    standing,
    seen: caughtBy?.headline ?? null,
    note,
    byCatch: alarms.filter((alarm) => alarm !== caughtBy),
    again,
    journal: shown?.journal ?? null,
  };
}

/** Whether an exercise is the one that has to show a defect. */
export function isShowing({ defect, plan }: Exercise, { id, shownBy }: KnownDefect): boolean {
  return defect === id && plan.scenario.id === shownBy.scenario;
}

function isShown(alarm: Alarm, { shownBy }: KnownDefect): boolean {
  return (
    alarm.scenario === shownBy.scenario &&
    alarm.check === shownBy.check &&
    alarm.violation === shownBy.violation
  );
}

type Uncaught = Pick<DefectCase, 'note'> & { readonly standing: 'missed' | 'not-decided' };

/** Only a drill that could have shown the defect has missed it. */
function withoutAlarm({ shownBy }: KnownDefect, shown: JudgedExercise | undefined): Uncaught {
  if (shown === undefined)
    return { standing: 'missed', note: `the library has no scenario ${shownBy.scenario}` };
  const { result, trouble } = shown;
  if (result === null) return { standing: 'not-decided', note: trouble };
  const check = checksIn(result).find(({ id }) => id === shownBy.check);
  if (check === undefined) return { standing: 'missed', note: `there is no check ${shownBy.check}` };
  if (check.outcome === 'fail')
    return { standing: 'missed', note: `the check failed for ${check.violations.join(', ')} instead` };
  const missing = result.scenarios.flatMap(({ evidence }) => evidence.missing)[0];
  if (check.outcome === 'inconclusive' || missing !== undefined)
    return { standing: 'not-decided', note: check.note ?? missing ?? 'the check was inconclusive' };
  return {
    standing: 'missed',
    note: check.outcome === 'pass' ? 'the check passed' : (check.note ?? 'the check did not apply'),
  };
}
