import { mkdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { conductRun } from '../../conduct/conduct-run.ts';
import type { ConductOutcome } from '../../conduct/outcome.ts';
import type { ProgressListener } from '../../conduct/progress.ts';
import type { ProcessPool } from '../../environment/process/process-pool.ts';
import { Failure } from '../failure.ts';
import { harness } from '../harness.ts';
import type { Interrupt } from '../interrupt.ts';
import { judgeJournals } from '../judge-journals.ts';
import { reproduceCommand } from '../reproduce.ts';
import type { Exercise } from './exercise.ts';
import { nameOf } from './exercise.ts';
import type { JudgedExercise } from './judged-exercise.ts';

/** What all exercises of a self-test have in common. */
export interface Course {
  readonly runId: string;
  /** Folder of the run. */
  readonly folder: string;
  readonly seed: number;
  readonly commit: string | null;
  /** Where the environments of all exercises come from: a defect is a property of how the replicas are started. */
  readonly pool: ProcessPool;
  readonly interrupt: Pick<Interrupt, 'stop' | 'hasten'>;
}

export interface ConductedExercise {
  readonly exercise: Exercise;
  readonly outcome: ConductOutcome;
}

/**
 * Conducts exercises, `workers` at a time, all in one pool: whichever defect they are about, nobody waits for another. After
 * an interrupt those that have not begun are left out.
 */
export async function conductExercises(
  exercises: readonly Exercise[],
  { workers, onProgress }: { readonly workers: number; readonly onProgress: ProgressListener },
  course: Course,
): Promise<readonly ConductedExercise[]> {
  const { runId, folder, seed, commit, interrupt, pool } = course;
  // Of a fixed port there is one only.
  const alone = workers === 1 || exercises.some(({ plan }) => plan.target.proxyPort !== 0);
  const byPlan = new Map(exercises.map((exercise) => [exercise.plan, exercise]));
  const exerciseOf = (plan: Exercise['plan']): Exercise => {
    const exercise = byPlan.get(plan);
    if (exercise === undefined) throw new Error(`nobody asked for ${plan.scenario.id}`);
    return exercise;
  };
  const groups = new Set(exercises.map(({ group }) => group));
  await Promise.all([...groups].map((group) => mkdir(join(folder, group), { recursive: true })));
  const outcomes = await conductRun({
    plans: exercises.map(({ plan }) => plan),
    folder,
    workers: alone ? 1 : workers,
    ahead: alone ? 0 : 1,
    nameOf: (plan) => nameOf(exerciseOf(plan)),
    headerFor: (plan) => {
      const { defect } = exerciseOf(plan);
      const reproduce = reproduceCommand(plan.scenario.file, seed, { defect });
      return { runId, harness, commit, defect, reproduce };
    },
    startEnvironment: (plan, signal) => {
      const exercise = exerciseOf(plan);
      return pool.start({
        scenarioId: nameOf(exercise),
        replicas: plan.replicas,
        contractFile: plan.contractFile,
        release: plan.contract.policy.distribution === 'release',
        proxyPort: plan.target.proxyPort,
        seed: plan.seed,
        defect: exercise.defect,
        signal,
      });
    },
    signal: interrupt.stop,
    hasten: interrupt.hasten,
    onProgress,
  });
  const byJournal = new Map(outcomes.map((outcome) => [outcome.journalFile, outcome]));
  return exercises.flatMap((exercise) => {
    const outcome = byJournal.get(journalOf(exercise, folder));
    return outcome === undefined ? [] : [{ exercise, outcome }];
  });
}

/** Judges what was conducted, one journal after the other, as runs of one drill each. */
export async function judgeExercises(
  conducted: readonly ConductedExercise[],
): Promise<readonly JudgedExercise[]> {
  const judged: JudgedExercise[] = [];
  for (const one of conducted) judged.push(await judgeExercise(one));
  return judged;
}

async function judgeExercise({ exercise, outcome }: ConductedExercise): Promise<JudgedExercise> {
  const journal = relative('', outcome.journalFile);
  if (outcome.kind !== 'ended') return { exercise, result: null, trouble: troubleWith(outcome), journal };
  try {
    return { exercise, result: await judgeJournals([outcome.journalFile]), trouble: null, journal };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return { exercise, result: null, trouble: error.message, journal };
  }
}

function troubleWith({ kind, error }: Exclude<ConductOutcome, { kind: 'ended' }>): string {
  const message = error instanceof Error ? error.message : String(error);
  return kind === 'environment'
    ? `the environment did not start: ${message}`
    : `authz-drill broke: ${message}`;
}

function journalOf(exercise: Exercise, folder: string): string {
  return join(folder, `${nameOf(exercise)}.ndjson`);
}
