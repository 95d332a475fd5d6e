import type { Change, ScenarioPhase } from './scenario.ts';

/**
 * The phases as a drill goes through them: what comes after the gate so many times, each time under names of its own
 * (`rollback`, then `rollback-2`, …), which what takes a phase back follows.
 */
export function repeatedPhases(phases: readonly ScenarioPhase[], times: number): readonly ScenarioPhase[] {
  const begin = phases.findIndex((phase) => !phase.steady);
  const rounds = begin === -1 ? [] : phases.slice(begin);
  const names = new Set(rounds.map(({ name }) => name));
  const later = Array.from({ length: times - 1 }, (_, index) => index + 2).flatMap((round) =>
    rounds.map((phase) => ({
      ...phase,
      name: nameInRound(phase.name, round),
      changes: phase.changes.map((change) => inRound(change, names, round)),
    })),
  );
  return [...phases, ...later];
}

/** What a phase is called in a round, counted from 1. */
export function nameInRound(name: string, round: number): string {
  return round === 1 ? name : `${name}-${round}`;
}

function inRound(change: Change, phases: ReadonlySet<string>, round: number): Change {
  if (change.kind !== 'rollback' || !phases.has(change.of)) return change;
  return { ...change, of: nameInRound(change.of, round) };
}
