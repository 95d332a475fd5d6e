import type { Plan } from '../../plan/plan.ts';
import type { Chance } from './random.ts';
import type { TrueFault } from './hidden-truth.ts';

/** A publication as it really came about. */
export interface TrueChange {
  readonly id: string;
  readonly ordered: number;
  /** Change control refused it: for good, or until the glass was broken. */
  readonly refused: number | null;
  readonly orderedAgain: number | null;
  readonly served: number;
  /** As the harness is told, which is later. */
  readonly confirmed: number;
  readonly revision: number;
  /** When the policy service has it. */
  readonly activated: number;
  /** Where it comes with the release: when each replica is ended, and listens again with it. */
  readonly deployed: readonly Deployment[];
}

export interface Deployment {
  readonly replica: string;
  readonly setAside: number;
  readonly began: number;
  readonly ended: number;
  readonly known: number;
}

/** What really becomes of a plan's policies. What is refused for good is never served. */
export function trueChanges(plan: Plan, faults: readonly TrueFault[], chance: Chance): readonly TrueChange[] {
  let revision = 1;
  let latest = 0;
  return plan.changes.flatMap((change): readonly TrueChange[] => {
    if (change.kind === 'restart') return [];
    const ordered = change.at + chance.between(0, 20);
    const glass = change.kind === 'rollback' && change.breakGlass;
    const isRefused = glass || (change.kind === 'publish' && change.refused);
    const refused = isRefused ? ordered + chance.between(2, 40) : null;
    const orderedAgain = glass && refused !== null ? refused + chance.between(0, 5) : null;
    const served = (orderedAgain ?? ordered) + chance.between(1, 60);
    const confirmed = served + chance.between(1, 20);
    if (isRefused && !glass) return [{ ...never, id: change.id, ordered, refused, orderedAgain }];
    revision += 1;
    // It does not go back, so it has none before it had the one before.
    latest = Math.max(latest, reaches(served + chance.between(0, 1_300), plan, faults, chance));
    const deployed = deployments(plan, confirmed, chance);
    return [
      {
        id: change.id,
        ordered,
        refused,
        orderedAgain,
        served,
        confirmed,
        revision,
        activated: latest,
        deployed,
      },
    ];
  });
}

const never = { served: Infinity, confirmed: Infinity, revision: NaN, activated: Infinity, deployed: [] };

/** When the policy service gets it, which asks the same bundle service as everybody. */
function reaches(at: number, plan: Plan, faults: readonly TrueFault[], chance: Chance): number {
  const cutOff = faults.find(
    ({ spec, began, ended }) =>
      spec.on === 'bundle-service' && spec.replica === undefined && began <= at && at <= ended,
  );
  return cutOff === undefined
    ? at
    : reaches(cutOff.ended + chance.between(1, plan.contract.policy.pollEveryMs), plan, faults, chance);
}

/** One replica after the other. */
function deployments(plan: Plan, from: number, chance: Chance): readonly Deployment[] {
  if (plan.contract.policy.distribution !== 'release') return [];
  let now = from;
  return plan.replicas.map((replica) => {
    const setAside = now + chance.between(0, 2);
    const began = setAside + chance.between(1, 30);
    const ended = began + chance.between(150, 400);
    now = ended + chance.between(1, 20);
    return { replica, setAside, began, ended, known: now };
  });
}
