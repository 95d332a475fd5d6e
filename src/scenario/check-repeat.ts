import type { ScenarioDraft } from './draft.ts';
import type { Note } from './note.ts';
import { nameInRound } from './repeat.ts';

/** What cannot be gone through twice: a revocation, which the next round would give back, and names that rounds would share. */
export function checkRepeat(draft: ScenarioDraft): Note[] {
  const { repeat = 1, phases } = draft;
  if (repeat === 1) return [];
  const notes: Note[] = [];
  for (const change of phases.flatMap((phase) => phase?.changes ?? [])) {
    if (change?.kind !== 'revoke') continue;
    notes.push({
      path: ['repeat'],
      code: 'contradiction',
      message: `"${change.subject}" would be revoked in each round, and let in again by none`,
      hint: 'leave repeat out, or drill the revocation in a scenario of its own',
    });
  }
  return [...notes, ...sharedNames(draft, repeat)];
}

function sharedNames({ phases }: ScenarioDraft, repeat: number): Note[] {
  const names = new Set(phases.map((phase) => phase?.name));
  return phases.flatMap((phase): Note[] => {
    const name = phase?.name;
    if (name === undefined || phase?.steady === true) return [];
    const rounds = Array.from({ length: repeat - 1 }, (_, index) => nameInRound(name, index + 2));
    const shared = rounds.find((each) => names.has(each));
    if (shared === undefined) return [];
    return [
      {
        path: ['phases', phases.findIndex((one) => one?.name === shared), 'name'],
        code: 'duplicate',
        message: `"${shared}" is also what "${name}" is called when it is repeated`,
      },
    ];
  });
}
