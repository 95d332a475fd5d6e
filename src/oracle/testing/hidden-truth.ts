import type { FaultEffect, FaultSpec, FaultType } from '../../model/fault.ts';
import type { Plan, PlannedChange, PlannedFault } from '../../plan/plan.ts';
import type { FaultTimes } from './journal-builder.ts';
import type { Chance } from './random.ts';
import { trueChanges } from './true-changes.ts';
import type { TrueChange } from './true-changes.ts';

/**
 * What really happened in a simulated drill. The oracle only ever sees the edges around it: the moment at which a fault
 * really took hold lies somewhere between its request and its proof.
 */
export interface HiddenTruth {
  readonly faults: readonly TrueFault[];
  readonly changes: readonly TrueChange[];
  readonly absences: readonly TrueAbsence[];
  /** The machine stands still. */
  readonly stalls: readonly { readonly from: number; readonly to: number }[];
  /** When each replica's circuit breaker lets go, after a fault has healed. */
  readonly breakerMs: number;
}

export interface TrueFault {
  readonly id: string;
  readonly spec: FaultSpec;
  readonly effect: FaultEffect;
  readonly began: number;
  readonly ended: number;
  readonly edges: FaultTimes;
}

/** A replica whose process was gone, or stood still. */
export interface TrueAbsence {
  readonly replica: string;
  /** It is not asked from here on. */
  readonly setAside: number;
  readonly began: number;
  /** It listens, or goes on. */
  readonly ended: number;
  readonly how: 'paused' | 'killed' | 'ended';
  /** Of a restart, or of a release: its change, and when the harness knows that it is back. */
  readonly change: string | null;
  readonly known: number;
}

/** Decides by chance what really happens in a plan. */
export function hiddenTruth(plan: Plan, chance: Chance, options: { readonly stalls: boolean }): HiddenTruth {
  const faults = plan.faults.map((fault) => trueFault(fault, chance));
  const changes = trueChanges(plan, faults, chance);
  return {
    faults,
    changes,
    absences: [
      ...changes.flatMap(({ id, deployed }) =>
        deployed.map((one) => ({ ...one, how: 'ended' as const, change: id })),
      ),
      ...faults.flatMap((fault) => absencesOf(plan, fault)),
      ...plan.changes.flatMap((change) => (change.kind === 'restart' ? [restart(change, chance)] : [])),
    ].toSorted((a, b) => a.began - b.began),
    stalls: options.stalls ? someStalls(plan, chance) : [],
    breakerMs: chance.between(0, 900),
  };
}

function trueFault(fault: PlannedFault, chance: Chance): TrueFault {
  const requested = fault.from + chance.between(0, 20);
  const effective = requested + chance.between(2, chance.happens(0.3) ? 700 : 40);
  const healRequested = fault.to + chance.between(0, 20);
  const healed = healRequested + chance.between(2, chance.happens(0.3) ? 500 : 40);
  const effect = effectOf(fault.spec);
  return {
    id: fault.id,
    spec: fault.spec,
    effect,
    began: chance.between(requested, effective),
    ended: chance.between(healRequested, healed),
    edges: { effect, requested, effective, healRequested, healed },
  };
}

function effectOf(spec: FaultSpec): FaultEffect {
  if (spec.on === 'app') {
    return spec.type === 'clock-skew'
      ? { kind: 'clock-skewed', skewMs: spec.skewMs }
      : { kind: 'taken-away' };
  }
  if (spec.on === 'bundle-service' && spec.type === 'frozen') return { kind: 'out' };
  const input = 'context.risk';
  if (spec.type === 'frozen') return { kind: 'input-frozen', input };
  if (spec.type === 'replayed') return { kind: 'input-stale', input, ageMs: spec.ageMs };
  if (spec.type === 'partial') return { kind: 'input-missing', input, subjects: spec.subjects };
  if (spec.type === 'missing-attribute') return { kind: 'input-missing', input };
  if (spec.type === 'latency') return { kind: spec.latencyMs > 250 ? 'out' : 'maybe-out' };
  return { kind: plainEffects[spec.type] ?? 'out' };
}

const plainEffects: Partial<Record<FaultType, 'lying' | 'maybe-out' | 'interrupted'>> = {
  status: 'lying',
  malformed: 'lying',
  flapping: 'maybe-out',
  'credential-rotated': 'interrupted',
};

function absencesOf(plan: Plan, { spec, began, ended, edges }: TrueFault): readonly TrueAbsence[] {
  if (spec.on !== 'app' || spec.type === 'clock-skew') return [];
  const how = spec.type;
  return plan.replicas
    .filter((replica) => spec.replica === undefined || spec.replica === replica)
    .map((replica) => ({
      replica,
      setAside: edges.requested,
      began,
      ended,
      how,
      change: null,
      known: edges.healed ?? ended,
    }));
}

function restart(change: Extract<PlannedChange, { kind: 'restart' }>, chance: Chance): TrueAbsence {
  const setAside = change.at + chance.between(0, 20);
  const began = setAside + chance.between(1, 60);
  const ended = began + chance.between(200, 700);
  const how = change.signal === 'SIGKILL' ? 'killed' : 'ended';
  const known = ended + chance.between(1, 30);
  return { replica: change.replica, setAside, began, ended, how, change: change.id, known };
}

function someStalls(plan: Plan, chance: Chance): HiddenTruth['stalls'] {
  const end = plan.phases.at(-1)?.to ?? 0;
  const stalls: { from: number; to: number }[] = [];
  for (let from = chance.between(0, 2_000); from < end; from += chance.between(700, 3_000)) {
    stalls.push({ from, to: from + chance.between(60, 700) });
  }
  return stalls;
}
