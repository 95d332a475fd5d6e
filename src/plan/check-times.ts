import type { Contract } from '../contract/contract.ts';
import type { FaultSpec } from '../model/fault.ts';
import { formatMs } from '../model/time.ts';
import type { ScenarioDraft } from '../scenario/draft.ts';
import type { Note } from '../scenario/note.ts';
import type { Target } from '../target/target.ts';

/** A time stamp may lie this much further in the future than its input's `maxAge` and still be taken for a clock's inaccuracy. */
const futureToleranceMs = 1_000;

/** Faults that put times off by so little that nothing is wrong, or by so much that something else is. */
export function checkTimes(
  draft: ScenarioDraft,
  contract: Contract | undefined,
  target: Target | undefined,
): Note[] {
  return draft.phases.flatMap((phase, index) =>
    (phase?.faults ?? []).flatMap((fault, position): Note[] => {
      if (fault === undefined) return [];
      const path = ['phases', index, 'faults', position];
      return [...stamps(fault, contract), ...clocks(fault, contract, target)].map((note) => ({
        ...note,
        path: [...path, ...note.path],
      }));
    }),
  );
}

/** A value within its bound is as good as any. */
function stamps(fault: FaultSpec, contract: Contract | undefined): Note[] {
  if (contract === undefined) return [];
  const bounds = Object.values(contract.inputs).flatMap(({ local, maxAgeMs }) =>
    local || maxAgeMs === null ? [] : [maxAgeMs],
  );
  if (bounds.length === 0) return [];
  const boundMs = Math.max(...bounds);
  if (fault.type === 'replayed' && fault.ageMs <= boundMs) {
    return [
      {
        path: ['age'],
        code: 'contradiction',
        message: `a value may be ${formatMs(boundMs)} old, so nothing is wrong with one of ${formatMs(fault.ageMs)} ago`,
        hint: `make it older than ${formatMs(boundMs)}`,
      },
    ];
  }
  const aheadMs = futureToleranceMs + boundMs;
  if (fault.type === 'future' && fault.aheadMs <= aheadMs) {
    return [
      {
        path: ['ahead'],
        code: 'contradiction',
        message: `a time stamp ${formatMs(fault.aheadMs)} ahead may be one of a clock that is not quite right`,
        hint: `let it be more than ${formatMs(aheadMs)} ahead`,
      },
    ];
  }
  return [];
}

/** A clock that is off by more than a credential lives makes all of them expired, which is another drill. */
function clocks(fault: FaultSpec, contract: Contract | undefined, target: Target | undefined): Note[] {
  if (fault.type !== 'clock-skew') return [];
  const offMs = Math.abs(fault.skewMs);
  const lives = [
    { whose: "the callers' tokens", lifetimeMs: target?.credentials.lifetimeMs },
    { whose: "the application's own credential", lifetimeMs: contract?.policyService.credential.lifetimeMs },
  ];
  const lost = lives.find(({ lifetimeMs }) => lifetimeMs !== undefined && offMs >= lifetimeMs);
  if (lost?.lifetimeMs === undefined) return [];
  const lifetime = formatMs(lost.lifetimeMs);
  return [
    {
      path: ['skew'],
      code: 'contradiction',
      message: `with a clock that is off by ${formatMs(offMs)}, ${lost.whose} of ${lifetime} cannot be used`,
      hint: `let it be off by less than ${lifetime}`,
    },
  ];
}
