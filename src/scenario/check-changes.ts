import { nearestName } from '../contract/nearest-name.ts';
import { undeclared } from '../contract/undeclared.ts';
import type { PhaseDraft, ScenarioDraft } from './draft.ts';
import type { Note } from './note.ts';
import type { Change, PublishChange } from './scenario.ts';

/** A policy publication that is not to be refused, and where it stands. */
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

/** Publications of answers that no probe asks for, rollbacks of what was never published, changes that undo each other. */
export function checkChanges(draft: ScenarioDraft): Note[] {
  const notes: Note[] = [];
  const published: (Publication & { readonly note: Note | undefined })[] = [];
  const refused: Publication[] = [];
  const takenBack = new Set<number>();
  let revoked: string | undefined;
  for (const { phase, change, path } of changesOf(draft)) {
    if (change.kind === 'restart') {
      notes.push(...checkRestart(draft, phase, change.replica, path));
      continue;
    }
    notes.push(...checkPublisher(phase, path));
    // Each publication replaces all of the one before.
    if (revoked !== undefined) notes.push(givesBack(revoked, path));
    if (change.kind === 'revoke') {
      revoked = change.subject;
      notes.push(...checkRevocation(draft, change.subject, path));
    } else if (change.kind === 'publish') {
      notes.push(...checkWrong(draft, change, path));
      if (change.refused) {
        refused.push({ phase: phase.name ?? '', policy: change.policy });
        continue;
      }
      const note = change.wrong.length > 0 ? neverTakenBack(change.policy, path) : undefined;
      published.push({ phase: phase.name ?? '', policy: change.policy, note });
    } else {
      const which = publicationOf(change.of, published);
      if (which !== -1 && takenBack.has(which)) {
        const message = `"${change.of}" is taken back twice`;
        notes.push({ path: [...path, 'rollback'], code: 'duplicate', message });
      } else if (which === -1) {
        const known = [...new Set(published.flatMap((one) => [one.policy, one.phase]))];
        notes.push({
          path: [...path, 'rollback'],
          ...(publicationOf(change.of, refused) === -1
            ? undeclared('publication', change.of, known)
            : nothingToTakeBack(change.of)),
        });
      } else {
        // Whatever was published on top of it goes with it.
        for (const later of published.keys()) if (later >= which) takenBack.add(later);
      }
    }
  }
  const left = published.flatMap(({ note }, which) =>
    note === undefined || takenBack.has(which) ? [] : [note],
  );
  return [...notes, ...left];
}

interface PlacedChange {
  readonly phase: PhaseDraft;
  readonly change: Change;
  readonly path: Note['path'];
}

function changesOf({ phases }: ScenarioDraft): PlacedChange[] {
  return phases.flatMap((phase, index) =>
    (phase?.changes ?? []).flatMap((change, position) =>
      phase === undefined || change === undefined
        ? []
        : [{ phase, change, path: ['phases', index, 'changes', position] }],
    ),
  );
}

function nothingToTakeBack(of: string): Omit<Note, 'path'> {
  return {
    code: 'contradiction',
    message: `"${of}" has to be refused, so there is nothing to take back`,
    hint: 'leave this rollback out, or refused at the publication',
  };
}

function neverTakenBack(policy: string, path: Note['path']): Note {
  return {
    path,
    severity: 'warning',
    code: 'no-recovery',
    message: `"${policy}" is published with wrong answers and never taken back`,
    hint: `add { rollback: ${policy} } to a later phase`,
  };
}

/** Faults come before changes, and a service that stands still publishes nothing. */
function checkPublisher(phase: PhaseDraft, path: Note['path']): Note[] {
  if (!phase.faults.some((fault) => fault?.on === 'bundle-service' && fault.type === 'paused')) return [];
  return [
    {
      path,
      code: 'contradiction',
      message: 'the bundle service stands still in this phase, so nothing can be published',
      hint: 'put this change into the phase before, or use black-hole, which breaks the way to the service alone',
    },
  ];
}

function givesBack(subject: string, path: Note['path']): Note {
  return {
    path,
    code: 'contradiction',
    message: `this puts another policy in the place of the one that revokes "${subject}", who would be let in again`,
    hint: 'make the revocation the last change of policy in a scenario',
  };
}

/** Whoever is revoked must be seen to have been let in. */
function checkRevocation(draft: ScenarioDraft, subject: string, above: Note['path']): Note[] {
  if (draft.probes.includes(undefined)) return [];
  const path = [...above, 'revoke'];
  const own = draft.probes.filter((probe) => probe?.as === subject);
  if (own.some((probe) => probe?.expect === 'allow')) return [];
  const allowed = draft.probes.flatMap((probe) => (probe?.expect === 'allow' ? [probe.as] : []));
  const near = nearestName(subject, allowed);
  return [
    {
      path,
      code: 'undeclared',
      message:
        own.length === 0
          ? `no probe asks as "${subject}", so nothing would show the revocation`
          : `"${subject}" is denied everything as it is, so nothing would show the revocation`,
      hint:
        near === undefined ? `add a probe with { as: ${subject}, expect: allow }` : `did you mean "${near}"?`,
    },
  ];
}

/** What is not there, or is taken away at the same time, cannot be restarted. */
function checkRestart(draft: ScenarioDraft, phase: PhaseDraft, replica: string, above: Note['path']): Note[] {
  const path = [...above, 'restart'];
  const replicas = Array.from({ length: draft.replicas ?? 0 }, (_, number) => `r${number}`);
  if (replicas.length > 0 && !replicas.includes(replica)) {
    return [{ path, ...undeclared('replica', replica, replicas) }];
  }
  const taken = phase.faults.find(
    (fault) =>
      fault?.on === 'app' &&
      (fault.type === 'killed' || fault.type === 'paused') &&
      (fault.replica ?? replica) === replica,
  );
  if (taken === undefined) return [];
  return [
    {
      path,
      code: 'contradiction',
      message: `${replica} is ${taken.type} in the same phase, so it cannot be restarted`,
      hint: 'put the restart into a phase of its own',
    },
  ];
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
