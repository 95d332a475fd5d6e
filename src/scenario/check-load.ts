import type { ScenarioDraft } from './draft.ts';
import type { Note } from './note.ts';

/** What only k6 can do is asked for, and k6 is not. */
export function checkLoad(draft: ScenarioDraft): Note[] {
  const { load } = draft;
  if (load === undefined || load.engine === 'k6') return [];
  const hint = 'write load: { engine: k6 } in the scenario, or leave it out';
  const notes: Note[] = [];
  if (load.background !== undefined) {
    notes.push({
      path: ['load', 'background'],
      part: 'key',
      code: 'contradiction',
      message: 'background load is asked for, but nothing makes it: the engine is built-in',
      hint,
    });
  }
  for (const [index, phase] of draft.phases.entries()) {
    if (phase?.load?.p99 === undefined) continue;
    notes.push({
      path: ['phases', index, 'load', 'p99'],
      part: 'key',
      code: 'contradiction',
      message: 'a threshold is for the answers of k6, and k6 is not asked for',
      hint,
    });
  }
  return notes;
}
