import type { Interval } from '../../model/time.ts';
import { overlaps } from '../../model/time.ts';
import type { Plan } from '../../plan/plan.ts';
import { allowOnly } from '../answer-set.ts';
import { clockGrainMs } from './clock.ts';
import type { Revision } from './revision-contents.ts';

/** Where an answer comes from: the replica's own policy, the policy service, or what that answered before. */
export type AnswerSource = 'replica' | 'policy-service' | 'cache';

/** One cell's permission, withdrawn. */
export interface Revocation {
  readonly cell: number;
  readonly ordered: number;
  /** From when on an allow certainly comes too late, by where it comes from. */
  readonly from: Readonly<Record<AnswerSource, number>>;
  /** When the permission may be given again. */
  readonly to: number;
}

/**
 * The revocations of a plan, by cell. An allow comes too late once the declared bound has passed since the revocation was
 * served, whatever is out: an application that cannot hear of it has to stop deciding in time. The policy service is no
 * part of the application, though, and to follow what it says is what the contract asks for. Where the bundle
 * service was, or may have been, out of *its* reach before the bound had passed, what it says may lag for as long, and for the
 * bound once more; so may, for its declared age, what a replica remembers of that.
 * @param cutOff when the policy service may not have reached the bundle service
 */
export function revocationsOf(
  plan: Plan,
  all: readonly Revision[],
  cutOff: readonly Interval[],
): readonly Revocation[] {
  const { boundMs } = plan.contract.revocation;
  return all.flatMap(({ change, ordered, served }, index) => {
    const planned = plan.changes.find((each) => each.id === change);
    if (planned?.kind !== 'revoke') return [];
    const from = (served ?? Infinity) + boundMs + clockGrainMs;
    const remotely = reachedBy(from, ordered, cutOff, boundMs);
    return planned.denies
      .filter((cell) => plan.cells[cell]?.expect === 'allow')
      .map((cell) => {
        const given = all.slice(index + 1).find((later) => ((later.answers[cell] ?? 0) & allowOnly) !== 0);
        const cachedMs = remotely === from ? 0 : cacheAgeMs(plan, cell);
        return {
          cell,
          ordered,
          from: { replica: from, 'policy-service': remotely, cache: remotely + cachedMs },
          to: given?.ordered ?? Infinity,
        };
      });
  });
}

/** By when the policy service must have it: every time it is cut off meanwhile, the bound begins anew when that is over. */
function reachedBy(from: number, ordered: number, cutOff: readonly Interval[], boundMs: number): number {
  let by = from;
  for (const span of cutOff.toSorted((a, b) => a.from - b.from))
    if (overlaps(span, { from: ordered, to: by })) by = Math.max(by, span.to + boundMs + clockGrainMs);
  return by;
}

function cacheAgeMs({ cells, contract }: Plan, cell: number): number {
  const fallback = contract.actions[cells[cell]?.do ?? '']?.whenUnavailable;
  return fallback?.mode === 'cache' ? fallback.maxAgeMs + clockGrainMs : 0;
}
