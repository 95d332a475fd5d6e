import type { Plan } from '../../plan/plan.ts';
import type { ShownBy } from '../../reference/defects/defect.ts';

/** One drill of a self-test: a scenario, with a seeded defect in the application or without any. */
export interface Exercise {
  /** Folder of its journal within the run's, which `judge` takes like a run's own: a defect's id, or `sound-1`. */
  readonly group: string;
  /** Null in a sound run. */
  readonly defect: string | null;
  /** A copy for this exercise alone, so that whoever is given the plan can tell which one it is. */
  readonly plan: Plan;
}

/** A defect as the self-test needs to know it. */
export interface KnownDefect {
  readonly id: string;
  readonly description: string;
  readonly shownBy: ShownBy;
}

/** What the journal of an exercise is called in the run's folder, less its ending. */
export function nameOf({ group, plan }: Pick<Exercise, 'group' | 'plan'>): string {
  return `${group}/${plan.scenario.id}`;
}

interface Syllabus {
  /** The library. */
  readonly plans: readonly Plan[];
  readonly defects: readonly KnownDefect[];
  /** Whether each defect meets the whole library, and not only the scenario that must show it. */
  readonly whole: boolean;
  /** How often the library is run without a defect. */
  readonly sound: number;
}

/** Every drill of a self-test. A defect whose scenario is not in the library gets none. */
export function exercisesFor({ plans, defects, whole, sound }: Syllabus): readonly Exercise[] {
  const defective = defects.flatMap(({ id, shownBy }) =>
    plans
      .filter((plan) => whole || plan.scenario.id === shownBy.scenario)
      .map((plan) => ({ group: id, defect: id, plan: { ...plan } })),
  );
  const rounds = Array.from({ length: sound }, (_, round) => `sound-${round + 1}`);
  const soundOnes = rounds.flatMap((group) =>
    plans.map((plan) => ({ group, defect: null, plan: { ...plan } })),
  );
  return [...defective, ...soundOnes];
}
