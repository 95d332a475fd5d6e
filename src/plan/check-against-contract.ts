import type { Contract } from '../contract/contract.ts';
import { undeclared } from '../contract/undeclared.ts';
import { formatMs } from '../model/time.ts';
import type { PhaseDraft, ScenarioDraft } from '../scenario/draft.ts';
import type { Note } from '../scenario/note.ts';
import { checkOrders } from './check-orders.ts';

/** What a scenario asks that its contract does not declare, and what it would never get to see. */
export function checkAgainstContract(draft: ScenarioDraft, contract: Contract): Note[] {
  const actions = Object.keys(contract.actions);
  return [
    ...unknownActions(draft, actions),
    ...widerWhenDegraded(draft, contract),
    ...draft.phases.flatMap((phase, index) =>
      phase === undefined
        ? []
        : [
            ...missingInputs(phase, index, contract),
            ...unnoticeable(phase, index, contract),
            ...unseenBounds(draft, phase, index, contract),
          ],
    ),
    ...checkOrders(draft, contract),
    ...recovery(draft, contract),
    ...rollbackTime(draft, contract),
    ...revocationTime(draft, contract),
  ];
}

function unknownActions({ probes }: ScenarioDraft, actions: readonly string[]): Note[] {
  return probes.flatMap((probe, index): Note[] => {
    if (probe === undefined || actions.includes(probe.do) !== probe.undeclared) return [];
    if (!probe.undeclared)
      return [{ path: ['probes', index, 'do'], ...undeclared('action', probe.do, actions) }];
    return [
      {
        path: ['probes', index, 'undeclared'],
        code: 'contradiction',
        message: `the contract does declare "${probe.do}"`,
        hint: 'leave undeclared out',
      },
    ];
  });
}

/** A coarse policy that allows more than the full one lets somebody gain by an outage, or by making one. */
function widerWhenDegraded({ probes }: ScenarioDraft, { actions }: Contract): Note[] {
  return probes.flatMap((probe, index): Note[] => {
    if (probe?.expect !== 'deny' || probe.whenDegraded !== 'allow') return [];
    const fallback = Object.hasOwn(actions, probe.do) ? actions[probe.do]?.whenUnavailable : undefined;
    if (fallback?.mode !== 'degrade') return [];
    return [
      {
        path: ['probes', index, 'whenDegraded'],
        severity: 'warning',
        code: 'contradiction',
        message: `"${probe.as}" may not ${probe.do}, but the policy "${fallback.policy}" allows it while the policy service is out`,
        hint: 'a coarser policy may deny more than the full one, and never allow more',
      },
    ];
  });
}

/** An attribute can only be spoilt where the contract knows it as a decision input, or where it is the time stamp of one. */
function missingInputs(phase: PhaseDraft, index: number, contract: Contract): Note[] {
  return phase.faults.flatMap((fault, position): Note[] => {
    if (fault?.type !== 'missing-attribute' && fault?.type !== 'wrong-type') return [];
    if (fault.on !== 'context-service') return [];
    const known = Object.keys(contract.inputs)
      .filter((input) => input.startsWith('context.'))
      .map((input) => input.slice('context.'.length));
    known.push('asOf');
    if (known.includes(fault.attribute)) return [];
    const path = ['phases', index, 'faults', position, 'attribute'];
    return [{ path, ...undeclared('context attribute', fault.attribute, known) }];
  });
}

/** Without signatures nobody can tell a policy that has not changed from one that is served for ever, so nobody is judged by it. */
function unnoticeable(phase: PhaseDraft, index: number, { policy }: Contract): Note[] {
  if (policy.distribution !== 'runtime-fetch') return [];
  return phase.faults.flatMap((fault, position): Note[] => {
    if (fault?.type !== 'frozen' || fault.on !== 'bundle-service') return [];
    return [
      {
        path: ['phases', index, 'faults', position],
        code: 'contradiction',
        message:
          'the contract has policy fetched at run time, which nobody signs: no replica can notice that it is frozen',
        hint: 'drill it with a contract whose distribution is signed-bundle',
      },
    ];
  });
}

/** An outage shorter than a declared bound never shows whether the bound is kept. */
function unseenBounds(draft: ScenarioDraft, phase: PhaseDraft, index: number, contract: Contract): Note[] {
  const lasts = phase.for;
  if (lasts === undefined || draft.evidence?.bounds === false) return [];
  const probed = new Set(draft.probes.map((probe) => probe?.do));
  const policyBound = contract.policy.distribution === 'signed-bundle' ? contract.policy.maxAgeMs : null;
  return phase.faults.flatMap((fault, position): Note[] => {
    const bounds: { readonly what: string; readonly ms: number }[] = [];
    if (fault?.on === 'policy-service') {
      for (const [name, { whenUnavailable }] of Object.entries(contract.actions)) {
        if (whenUnavailable?.mode !== 'cache' || !probed.has(name)) continue;
        bounds.push({ what: `a cached answer to ${name}`, ms: whenUnavailable.maxAgeMs });
      }
    }
    if (fault?.type === 'frozen' && fault.on === 'context-service') {
      for (const [name, { local, maxAgeMs }] of Object.entries(contract.inputs)) {
        if (!local && maxAgeMs !== null) bounds.push({ what: name, ms: maxAgeMs });
      }
    }
    if (fault?.type === 'frozen' && fault.on === 'bundle-service' && policyBound !== null)
      bounds.push({ what: 'an unconfirmed policy', ms: policyBound });
    return bounds
      .filter(({ ms }) => lasts <= ms)
      .map(({ what, ms }) => ({
        path: ['phases', index, 'faults', position],
        severity: 'warning',
        code: 'never-seen',
        message: `${what} may be ${formatMs(ms)} old, and this fault is over after ${formatMs(lasts)}: what happens beyond the bound is never seen`,
        hint: `let the phase last longer than ${formatMs(ms)}`,
      }));
  });
}

/** The last phase has to outlast the time that the fallback may linger. */
function recovery(draft: ScenarioDraft, contract: Contract): Note[] {
  const index = draft.phases.length - 1;
  const last = draft.phases[index];
  const broken = draft.phases.some((phase) => phase !== undefined && phase.faults.length > 0);
  if (last?.for === undefined || last.steady || last.faults.length > 0 || !broken) return [];
  const lingers = last.normalWithin ?? contract.normalWithinMs;
  if (last.for > lingers) return [];
  return [
    {
      path: ['phases', index, 'for'],
      code: 'no-recovery',
      message: `the drill ends ${formatMs(last.for)} after healing, but the fallback may linger for ${formatMs(lingers)}: a return to normal is never seen`,
      hint: 'lengthen this phase, or give it a shorter normalWithin',
    },
  ];
}

/** A rollback that is still within its objective when the drill ends cannot be seen to miss it. */
function rollbackTime(draft: ScenarioDraft, contract: Contract): Note[] {
  const { objectiveMs } = contract.policy.rollback;
  return draft.phases.flatMap((phase, index) =>
    (phase?.changes ?? []).flatMap((change, position): Note[] => {
      if (change?.kind !== 'rollback') return [];
      const remains = lastsFrom(draft, index) - change.afterMs;
      return endsTooSoon('rollback', remains, objectiveMs, ['phases', index, 'changes', position]);
    }),
  );
}

/** Nor a revocation that is still within its bound. */
function revocationTime(draft: ScenarioDraft, contract: Contract): Note[] {
  return draft.phases.flatMap((phase, index) =>
    (phase?.changes ?? []).flatMap((change, position): Note[] => {
      if (change?.kind !== 'revoke') return [];
      const { boundMs } = contract.revocation;
      return endsTooSoon('revocation', lastsFrom(draft, index), boundMs, [
        'phases',
        index,
        'changes',
        position,
      ]);
    }),
  );
}

/** From the start of a phase to the end of the drill, in milliseconds. */
function lastsFrom(draft: ScenarioDraft, phase: number): number {
  return draft.phases.slice(phase).reduce((sum, one) => sum + (one?.for ?? 0), 0);
}

function endsTooSoon(what: string, remainsMs: number, mayTakeMs: number, path: Note['path']): Note[] {
  if (remainsMs >= mayTakeMs) return [];
  return [
    {
      path,
      severity: 'warning',
      code: 'never-seen',
      message: `the drill ends ${formatMs(Math.max(0, remainsMs))} after this ${what}, but it may take ${formatMs(mayTakeMs)}: that it takes longer is never seen`,
      hint: 'lengthen this phase or the ones after it',
    },
  ];
}
