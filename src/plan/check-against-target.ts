import type { Contract } from '../contract/contract.ts';
import { undeclared } from '../contract/undeclared.ts';
import type { ScenarioDraft } from '../scenario/draft.ts';
import type { Note } from '../scenario/note.ts';
import type { Target } from '../target/target.ts';

/** Subjects, requests and policies of a scenario that its target does not have. */
export function checkAgainstTarget(
  draft: ScenarioDraft,
  contract: Contract | undefined,
  target: Target,
): Note[] {
  const subjects = Object.keys(target.subjects);
  const requests = Object.keys(target.requests);
  const ofProbes = draft.probes.flatMap((probe, index): Note[] => {
    if (probe === undefined) return [];
    const notes: Note[] = [];
    if (!subjects.includes(probe.as)) {
      notes.push({ path: ['probes', index, 'as'], ...undeclared('subject', probe.as, subjects) });
    }
    // An action that does not exist needs no request.
    const exists = contract === undefined || probe.undeclared || Object.hasOwn(contract.actions, probe.do);
    if (exists && !requests.includes(probe.do)) {
      notes.push({
        path: ['probes', index, 'do'],
        code: 'no-request',
        message: `the target "${target.id}" does not say how to ask for "${probe.do}"`,
        hint: `add a request for it to the target file; it has ${requests.join(', ')}`,
      });
    }
    return notes;
  });
  return [...ofProbes, ...unknownPolicies(draft, target)];
}

function unknownPolicies(draft: ScenarioDraft, { policies }: Target): Note[] {
  if (policies === undefined) return [];
  return draft.phases.flatMap((phase, index) =>
    (phase?.changes ?? []).flatMap((change, position): Note[] => {
      if (change?.kind !== 'publish' && change?.kind !== 'revoke') return [];
      if (policies.includes(change.policy)) return [];
      const path = ['phases', index, 'changes', position, change.kind === 'publish' ? 'publish' : 'policy'];
      return [{ path, ...undeclared('policy', change.policy, policies) }];
    }),
  );
}
