import type { Contract } from '../contract/contract.ts';
import { undeclared } from '../contract/undeclared.ts';
import type { ScenarioDraft } from '../scenario/draft.ts';
import type { Note } from '../scenario/note.ts';
import type { Change, PublishChange } from '../scenario/scenario.ts';

/** Changes of policy that change control cannot let through, and answers that a rule cannot keep waiting. */
export function checkOrders(draft: ScenarioDraft, contract: Contract): Note[] {
  return draft.phases.flatMap((phase, index) =>
    (phase?.changes ?? []).flatMap((change, position): Note[] =>
      change === undefined
        ? []
        : checkOrder(change, contract).map((note) => ({
            ...note,
            path: ['phases', index, 'changes', position, ...note.path],
          })),
    ),
  );
}

function checkOrder(change: Change, contract: Contract): Note[] {
  const { approvers, breakGlass } = contract.owner;
  if (change.kind === 'publish') {
    const { approvedBy, refused } = change;
    const unknown = approvedBy !== null && !refused && !approvers.includes(approvedBy);
    return [
      ...(unknown ? [{ path: ['approvedBy'], ...undeclared('approver', approvedBy, approvers) }] : []),
      ...neverWaiting(change, contract),
    ];
  }
  if (change.kind !== 'rollback' || !change.breakGlass || breakGlass.length > 0) return [];
  return [
    {
      path: ['breakGlass'],
      code: 'contradiction',
      message: 'the contract names nobody who may break the glass, so nobody can',
      hint: 'name somebody in the contract, at owner.breakGlass, or leave this out',
    },
  ];
}

/** A slow rule is slow where it is evaluated, and an action that never asks there does not wait for it. */
function neverWaiting({ wrong }: PublishChange, { actions }: Contract): Note[] {
  return wrong.flatMap(({ do: action, answers }, index): Note[] => {
    const declared = Object.hasOwn(actions, action) ? actions[action] : undefined;
    if (answers !== 'none' || declared?.decide !== 'local') return [];
    return [
      {
        path: ['wrong', index, 'answers'],
        code: 'contradiction',
        message: `"${action}" is decided in the process, so it never waits for the policy service`,
        hint: 'leave this entry out, or say which decision it gets',
      },
    ];
  });
}
