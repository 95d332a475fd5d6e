import type { ScenarioResult } from '../model/result.ts';
import { shortened } from './words.ts';

/** Longer reasons are cut; a check's own note stands whole in the scorecard and in result.json. */
const mostCharacters = 300;

/** Something that could not be judged, and why. */
export interface Reason {
  /** What was asked; null where a piece of evidence is missing that belongs to no one check. */
  readonly check: string | null;
  readonly why: string;
}

/** What a scenario leaves open, each reason once. */
export function openQuestions(scenario: ScenarioResult): readonly Reason[] {
  const unclear = scenario.checks.filter((check) => check.outcome === 'inconclusive');
  const said = new Set(unclear.map((check) => check.note));
  const missing = scenario.evidence.missing.filter((what) => !said.has(what));
  return [
    ...unclear.map((check) => ({ check: check.title, why: check.note ?? 'no reason was given' })),
    ...[...new Set(missing)].map((why) => ({ check: null, why })),
  ].map(({ check, why }) => ({ check, why: shortened(why, mostCharacters) }));
}
