import type { ConductOutcome } from '../../conduct/outcome.ts';
import type { ConductedExercise } from './conduct-exercises.ts';
import type { DefectCase } from './defect-case.ts';
import { isShowing, judgeCase } from './defect-case.ts';
import type { Exercise, KnownDefect } from './exercise.ts';
import type { JudgedExercise } from './judged-exercise.ts';

interface TrialOptions {
  readonly defects: readonly KnownDefect[];
  readonly exercises: readonly Exercise[];
  readonly conduct: (some: readonly Exercise[], workers: number) => Promise<readonly ConductedExercise[]>;
  readonly judge: (conducted: readonly ConductedExercise[]) => Promise<readonly JudgedExercise[]>;
  readonly workers: number;
  /** Told which defects' drills are run again. */
  readonly onAgain: (ids: readonly string[]) => void;
  /** After an interrupt nothing is run again. */
  readonly signal: AbortSignal;
}

/** What came of it. */
export interface Trial {
  readonly cases: readonly DefectCase[];
  readonly sound: readonly JudgedExercise[];
  /** What became of every drill that counts: of one that was run again, the second time. */
  readonly outcomes: readonly ConductOutcome[];
}

/**
 * Conducts the exercises and judges every defect. Journals are judged once nothing runs any more: judging would hold up the
 * drills that are being measured. The drill that had to show a defect and decided nothing is run again alone, once.
 */
export async function trial(options: TrialOptions): Promise<Trial> {
  const { defects, conduct, judge, signal } = options;
  const first = await conduct(options.exercises, options.workers);
  const judged = [...(await judge(first)), ...notBegun(options.exercises, first)];
  const open = signal.aborted
    ? []
    : defects.flatMap((defect) => {
        const mine = judged.filter(({ exercise }) => exercise.defect === defect.id);
        const shown = mine.find(({ exercise }) => isShowing(exercise, defect));
        const undecided = judgeCase(defect, mine, false).standing === 'not-decided';
        return undecided && shown !== undefined ? [shown.exercise] : [];
      });
  if (open.length > 0) options.onAgain(open.map(({ group }) => group));
  const second = await conduct(open.map(anew), 1);
  const judgedAgain = await judge(second);

  const repeated = new Set(second.map(({ exercise }) => keyOf(exercise)));
  const still = <Of extends { readonly exercise: Exercise }>(some: readonly Of[]): readonly Of[] =>
    some.filter(({ exercise }) => !repeated.has(keyOf(exercise)));
  const all = [...still(judged), ...judgedAgain];
  return {
    cases: defects.map((defect) => {
      const mine = all.filter(({ exercise }) => exercise.defect === defect.id);
      return judgeCase(defect, mine, repeated.has(`${defect.id} ${defect.shownBy.scenario}`));
    }),
    sound: judged.filter(({ exercise, journal }) => exercise.defect === null && journal !== null),
    outcomes: [...still(first), ...second].map(({ outcome }) => outcome),
  };
}

/** What an interrupt came before. */
function notBegun(
  exercises: readonly Exercise[],
  conducted: readonly ConductedExercise[],
): readonly JudgedExercise[] {
  const begun = new Set(conducted.map(({ exercise }) => exercise));
  return exercises
    .filter((exercise) => !begun.has(exercise))
    .map((exercise) => ({ exercise, result: null, trouble: 'it was not begun', journal: null }));
}

/** The same exercise in a folder of its own, beside the first one's. */
function anew(exercise: Exercise): Exercise {
  return { ...exercise, group: `${exercise.group}-again`, plan: { ...exercise.plan } };
}

function keyOf({ defect, plan }: Exercise): string {
  return `${defect ?? 'none'} ${plan.scenario.id}`;
}
