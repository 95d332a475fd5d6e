import type { Plan, PlannedChange } from '../../plan/plan.ts';

export type Publication = Extract<PlannedChange, { kind: 'publish' }>;
export type RollbackCommand = Extract<PlannedChange, { kind: 'rollback' }>;

/** A bad publication with the command that takes it back. */
export interface TakenBack {
  readonly bad: Publication;
  readonly command: RollbackCommand;
}

/**
 * Every bad publication that a plan takes back, in order of publication. A rollback goes back to what was there before the
 * publication that it names, so it takes back whatever was published since as well. What is to be refused is none.
 */
export function takenBack({ changes }: Plan): readonly TakenBack[] {
  return changes.flatMap((bad, nth) => {
    if (bad.kind !== 'publish' || bad.refused) return [];
    const command = changes
      .slice(nth + 1)
      .find((later) => later.kind === 'rollback' && named(changes, later.of) <= nth);
    return command?.kind === 'rollback' ? { bad, command } : [];
  });
}

function named(changes: Plan['changes'], id: string): number {
  const at = changes.findIndex((change) => change.id === id);
  return at < 0 ? Infinity : at;
}
