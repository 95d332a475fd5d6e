import { describe, expect, it } from 'vitest';
import type { ConductOutcome } from '../../conduct/outcome.ts';
import type { Result } from '../../model/result.ts';
import { check } from '../../score/testing/judgements.ts';
import type { ConductedExercise } from './conduct-exercises.ts';
import { exercisesFor, nameOf, type Exercise } from './exercise.ts';
import { alarm, failOpen, judged, late, planNamed, resultOf } from './testing/exercises.ts';
import { trial } from './trial.ts';

const unsure = resultOf([check({ outcome: 'inconclusive', note: 'A starved machine.' })]);
const caught = resultOf([alarm]);
const passed = resultOf([check()]);

function outcome(exercise: Exercise): ConductOutcome {
  return {
    scenario: exercise.plan.scenario.id,
    journalFile: `${nameOf(exercise)}.ndjson`,
    cleanedUp: true,
    kind: 'ended',
    reason: 'completed',
    note: undefined,
  };
}

/** A trial of which the test says what comes of each exercise; every conducted one is noted. */
async function tried(
  exercises: readonly Exercise[],
  results: Readonly<Record<string, Result>>,
  signal: AbortSignal = new AbortController().signal,
  most = exercises.length,
) {
  const conducted: (readonly [string, number])[] = [];
  const again: string[] = [];
  const result = await trial({
    defects: [failOpen],
    exercises,
    conduct: (all, workers) => {
      const some = all.slice(0, most);
      conducted.push(...some.map((one) => [nameOf(one), workers] as const));
      return Promise.resolve(
        some.map((exercise): ConductedExercise => ({ exercise, outcome: outcome(exercise) })),
      );
    },
    judge: (all) =>
      Promise.resolve(all.map(({ exercise }) => judged(exercise, results[nameOf(exercise)] ?? passed))),
    workers: 2,
    onAgain: (ids) => again.push(...ids),
    signal,
  });
  return { ...result, conducted, again };
}

const plans = [planNamed('made-for-it'), planNamed('another')];
const syllabus = { plans, defects: [failOpen], whole: false, sound: 0 };

describe('exercises', () => {
  it('are a defect with the scenario made for it, and the library for every sound run', () => {
    expect(exercisesFor({ ...syllabus, sound: 2 }).map(nameOf)).toEqual([
      'fail-open/made-for-it',
      'sound-1/made-for-it',
      'sound-1/another',
      'sound-2/made-for-it',
      'sound-2/another',
    ]);
  });

  it('are a defect with the whole library where that is asked for', () => {
    expect(exercisesFor({ ...syllabus, whole: true }).map(nameOf)).toEqual([
      'fail-open/made-for-it',
      'fail-open/another',
    ]);
  });

  it('have a plan of their own each, by which they are told apart', () => {
    const all = exercisesFor({ ...syllabus, sound: 3 });
    expect(new Set(all.map(({ plan }) => plan)).size).toBe(all.length);
  });
});

describe('a trial', () => {
  it('conducts everything once, together', async () => {
    const { cases, sound, conducted, again } = await tried(exercisesFor({ ...syllabus, sound: 1 }), {
      'fail-open/made-for-it': caught,
    });
    expect(cases).toMatchObject([{ id: 'fail-open', standing: 'caught', again: false }]);
    expect(sound.map(({ exercise }) => nameOf(exercise))).toEqual(['sound-1/made-for-it', 'sound-1/another']);
    expect(conducted.map(([, workers]) => workers)).toEqual([2, 2, 2]);
    expect(again).toEqual([]);
  });

  it('runs a drill that decided nothing again, alone and once', async () => {
    const { cases, conducted, again, outcomes } = await tried(exercisesFor({ ...syllabus, whole: true }), {
      'fail-open/made-for-it': unsure,
      'fail-open-again/made-for-it': caught,
      'fail-open/another': resultOf([late]),
    });
    expect(cases).toMatchObject([
      {
        standing: 'caught',
        again: true,
        journal: 'fail-open-again/made-for-it.ndjson',
        byCatch: [{ scenario: 'another' }],
      },
    ]);
    expect(conducted.at(-1)).toEqual(['fail-open-again/made-for-it', 1]);
    expect(again).toEqual(['fail-open']);
    expect(outcomes.map(({ journalFile }) => journalFile)).toEqual([
      'fail-open/another.ndjson',
      'fail-open-again/made-for-it.ndjson',
    ]);
  });

  it('says that nothing was decided where the second time decided nothing either', async () => {
    const { cases, conducted } = await tried(exercisesFor(syllabus), {
      'fail-open/made-for-it': unsure,
      'fail-open-again/made-for-it': unsure,
    });
    expect(cases).toMatchObject([{ standing: 'not-decided', again: true, note: 'A starved machine.' }]);
    expect(conducted).toHaveLength(2);
  });

  it('does not run again what was missed, nor a sound drill, nor anything after an interrupt', async () => {
    expect((await tried(exercisesFor(syllabus), {})).conducted).toHaveLength(1);
    const sound = exercisesFor({ ...syllabus, defects: [], sound: 1 });
    expect((await tried(sound, { 'sound-1/another': unsure })).conducted).toHaveLength(2);
    const interrupted = await tried(
      exercisesFor(syllabus),
      { 'fail-open/made-for-it': unsure },
      AbortSignal.abort(),
    );
    expect(interrupted.conducted).toHaveLength(1);
    expect(interrupted.cases).toMatchObject([{ standing: 'not-decided', again: false }]);
  });

  it('does not call missed what an interrupt came before', async () => {
    const all = exercisesFor({ ...syllabus, sound: 1 });
    const { cases, sound } = await tried(all, {}, AbortSignal.abort(), 0);
    expect(cases).toMatchObject([{ standing: 'not-decided', note: 'it was not begun', journal: null }]);
    expect(sound).toEqual([]);
  });
});
