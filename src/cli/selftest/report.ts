import type { DefectCase } from './defect-case.ts';
import type { Alarm, JudgedExercise } from './judged-exercise.ts';
import { alarmsIn } from './judged-exercise.ts';

/** What a self-test says: `selftest.json`. */
export interface SelftestReport {
  /** Seeded defects that were tried. */
  readonly defects: number;
  /** Those that the check which names their cause has shown, in the scenario that is made for them. */
  readonly caught: number;
  /** Ids of those that a conclusive drill did not show. */
  readonly missed: readonly string[];
  /** How often the library was run against the sound application. */
  readonly soundRuns: number;
  /** Checks that failed there: whatever they failed for, it was not so. */
  readonly falseAlarms: number;
  /** Ids of those about which the drill said nothing, the second time either. */
  readonly notDecided: readonly string[];
  /** Ids of those whose drill was run again alone. */
  readonly again: readonly string[];
  readonly sound: SoundSummary;
  readonly cases: readonly DefectCase[];
  readonly runId: string;
  readonly seed: number;
  readonly commit: string | null;
  readonly startedAt: string;
  readonly durationMs: number;
}

export interface SoundSummary {
  readonly drills: number;
  readonly passed: number;
  /** Drills that decided nothing, which is no alarm. */
  readonly inconclusive: number;
  readonly alarms: readonly (Alarm & { readonly run: string; readonly journal: string | null })[];
}

/** What is known besides the drills' own results. */
export type ReportFacts = Pick<
  SelftestReport,
  'runId' | 'seed' | 'commit' | 'startedAt' | 'durationMs' | 'soundRuns'
>;

/** Puts the report together. */
export function selftestReport(
  cases: readonly DefectCase[],
  sound: readonly JudgedExercise[],
  facts: ReportFacts,
): SelftestReport {
  const ids = (standing: DefectCase['standing']): readonly string[] =>
    cases.filter((one) => one.standing === standing).map(({ id }) => id);
  const summary = soundSummary(sound);
  return {
    defects: cases.length,
    caught: ids('caught').length,
    missed: ids('missed'),
    soundRuns: facts.soundRuns,
    falseAlarms: summary.alarms.length,
    notDecided: ids('not-decided'),
    again: cases.filter(({ again }) => again).map(({ id }) => id),
    sound: summary,
    cases,
    runId: facts.runId,
    seed: facts.seed,
    commit: facts.commit,
    startedAt: facts.startedAt,
    durationMs: facts.durationMs,
  };
}

function soundSummary(judged: readonly JudgedExercise[]): SoundSummary {
  const passed = judged.filter(({ result }) => result?.verdict === 'pass').length;
  const failed = judged.filter(({ result }) => result?.verdict === 'fail').length;
  return {
    drills: judged.length,
    passed,
    inconclusive: judged.length - passed - failed,
    alarms: judged.flatMap((one) =>
      alarmsIn(one).map((alarm) => ({ ...alarm, run: one.exercise.group, journal: one.journal })),
    ),
  };
}
