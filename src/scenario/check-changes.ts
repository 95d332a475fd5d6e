import { undeclared } from '../contract/undeclared.ts';
import type { ScenarioDraft } from './draft.ts';
import type { Note } from './note.ts';
import type { PublishChange } from './scenario.ts';

/** A policy publication and where it stands. */
export interface Publication {
  readonly phase: string;
  readonly policy: string;
}

/**
 * The publication that a rollback means: the newest before it of that policy, or in that phase.
 * @returns its position in `earlier`, or -1
 */
export function publicationOf(name: string, earlier: readonly Publication[]): number {
  return earlier.findLastIndex(({ phase, policy }) => policy === name || phase === name);
}

/** Publications of answers that no probe asks for, and rollbacks of what was never published. */
export function checkChanges(draft: ScenarioDraft): Note[] {
  const notes: Note[] = [];
  const published: (Publication & { readonly note: Note | undefined })[] = [];
  const takenBack = new Set<number>();
  for (const [index, phase] of draft.phases.entries()) {
    if (phase === undefined) continue;
    for (const [position, change] of phase.changes.entries()) {
      if (change === undefined) continue;
      const path = ['phases', index, 'changes', position];
      if (change.kind === 'publish') {
        notes.push(...checkWrong(draft, change, path));
        const unseen: Note = {
          path,
          severity: 'warning',
          code: 'no-recovery',
          message: `"${change.policy}" is published with wrong answers and never taken back`,
          hint: `add { rollback: ${change.policy} } to a later phase`,
        };
        const note = change.wrong.length > 0 ? unseen : undefined;
        published.push({ phase: phase.name ?? '', policy: change.policy, note });
        continue;
      }
      const which = publicationOf(change.of, published);
      if (which === -1) {
        const known = [...new Set(published.flatMap((one) => [one.policy, one.phase]))];
        notes.push({ path: [...path, 'rollback'], ...undeclared('publication', change.of, known) });
      } else if (takenBack.has(which)) {
        const message = `"${change.of}" is taken back twice`;
        notes.push({ path: [...path, 'rollback'], code: 'duplicate', message });
      }
      takenBack.add(which);
    }
  }
  const left = published.flatMap(({ note }, which) =>
    note === undefined || takenBack.has(which) ? [] : [note],
  );
  return [...notes, ...left];
}

function checkWrong(draft: ScenarioDraft, change: PublishChange, above: Note['path']): Note[] {
  const seen = new Set<string>();
  // A probe that could not be read may be the one that is meant.
  const complete = draft.probes.length > 0 && !draft.probes.includes(undefined);
  return change.wrong.flatMap((wrong, index): Note[] => {
    const path = [...above, 'wrong', index];
    const name = `${wrong.as} ${wrong.do} ${wrong.on}`;
    if (seen.has(name)) return [{ path, code: 'duplicate', message: `"${name}" is listed twice` }];
    seen.add(name);
    const probe = draft.probes.find((one) => one !== undefined && `${one.as} ${one.do} ${one.on}` === name);
    if (probe === undefined) {
      const known = draft.probes.flatMap((one) =>
        one === undefined ? [] : [`${one.as} ${one.do} ${one.on}`],
      );
      return complete ? [{ path, ...undeclared('probe', name, known) }] : [];
    }
    if (probe.expect !== wrong.answers) return [];
    return [
      {
        path: [...path, 'answers'],
        code: 'contradiction',
        message: `"${wrong.answers}" is the right answer to "${name}", so this policy gets nothing wrong there`,
        hint: 'leave this entry out, or change expect in the probe',
      },
    ];
  });
}
