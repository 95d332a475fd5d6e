import { countOf } from '../../report/words.ts';
import type { DefectCase } from './defect-case.ts';
import type { SelftestReport } from './report.ts';

/** How a standing looks and reads in every format. */
export const standingWords: Readonly<
  Record<DefectCase['standing'], { readonly symbol: string; readonly word: string }>
> = {
  caught: { symbol: '✓', word: 'caught' },
  missed: { symbol: '✗', word: 'MISSED' },
  'not-decided': { symbol: '?', word: 'NOT DECIDED' },
};

/** The whole self-test in a word or two. */
export function outcomeOf({
  missed,
  falseAlarms,
  notDecided,
}: SelftestReport): 'PASS' | 'FAIL' | 'NOT DECIDED' {
  if (missed.length + falseAlarms > 0) return 'FAIL';
  return notDecided.length > 0 ? 'NOT DECIDED' : 'PASS';
}

/** The whole self-test in a sentence or three. */
export function sentenceOf(report: SelftestReport): string {
  return [
    `${report.caught} of ${countOf(report.defects, 'seeded defect')} caught, each by the check that names its cause.`,
    ...(report.missed.length > 0 ? [`Missed: ${few(report.missed)}.`] : []),
    ...(report.notDecided.length > 0 ? [`Not decided: ${few(report.notDecided)}.`] : []),
    soundSentence(report),
  ].join(' ');
}

/** The first five, and how many more there are: the table has them all. */
function few(ids: readonly string[]): string {
  const more = ids.length > 6 ? ids.length - 5 : 0;
  return more === 0 ? ids.join(', ') : `${ids.slice(0, 5).join(', ')} and ${more} more`;
}

function soundSentence({ soundRuns, falseAlarms, sound }: SelftestReport): string {
  if (soundRuns === 0) return 'The sound application was not drilled.';
  const alarms = falseAlarms === 0 ? 'No false alarm' : countOf(falseAlarms, 'false alarm');
  const open = sound.inconclusive === 0 ? '' : `, ${sound.inconclusive} of them inconclusive`;
  return `${alarms} in ${countOf(sound.drills, 'drill')} of the sound application (${countOf(soundRuns, 'run')} of the library${open}).`;
}

/** What has to be said of a case besides its row: why it was not caught, and that it was run again. */
export function remarkOn({ note, again }: DefectCase): string {
  const rerun = again ? 'run again alone' : null;
  return [note?.replace(/\.$/u, '') ?? null, rerun].filter((part) => part !== null).join('; ');
}

/** What else failed, each once: `late`, or where it was in another scenario `late in policy-service-black-hole`. */
export function byCatchWords({ byCatch, shownBy }: DefectCase): readonly string[] {
  const words = byCatch.map(({ violation, scenario }) =>
    scenario === shownBy.scenario ? violation : `${violation} in ${scenario}`,
  );
  return [...new Set(words)];
}
