import type { FaultEffect, FaultSpec } from '../../model/fault.ts';
import type { Plan } from '../../plan/plan.ts';
import type { FaultTimes } from './journal-builder.ts';
import type { Chance } from './random.ts';

/**
 * What really happened in a simulated drill. The oracle only ever sees the edges around it: the moment at which a fault
 * really took hold lies somewhere between its request and its proof.
 */
export interface HiddenTruth {
  readonly faults: readonly TrueFault[];
  readonly changes: readonly TrueChange[];
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

export interface TrueChange {
  readonly id: string;
  readonly ordered: number;
  readonly served: number;
  readonly revision: number;
  /** When each point that decides has it. */
  readonly activated: Readonly<Record<string, number>>;
}

/** Decides by chance what really happens in a plan. */
export function hiddenTruth(plan: Plan, chance: Chance, options: { readonly stalls: boolean }): HiddenTruth {
  return {
    faults: plan.faults.map((fault) => {
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
    }),
    changes: trueChanges(plan, chance),
    stalls: options.stalls ? someStalls(plan, chance) : [],
    breakerMs: chance.between(0, 900),
  };
}

function effectOf(spec: FaultSpec): FaultEffect {
  if (spec.type === 'frozen') return { kind: 'input-frozen', input: 'context.risk' };
  if (spec.type === 'missing-attribute') return { kind: 'input-missing', input: 'context.risk' };
  if (spec.type === 'status' || spec.type === 'malformed') return { kind: 'lying' };
  if (spec.type === 'latency') return { kind: spec.latencyMs > 250 ? 'out' : 'maybe-out' };
  return { kind: 'out' };
}

function trueChanges(plan: Plan, chance: Chance): readonly TrueChange[] {
  let revision = 1;
  let latest: Readonly<Record<string, number>> = {};
  return plan.changes.map((change) => {
    revision += 1;
    const ordered = change.at + chance.between(0, 20);
    const served = ordered + chance.between(1, 60);
    const activated: Record<string, number> = {};
    // No point goes back, so none has a revision before it had the one before.
    for (const point of [...plan.replicas, 'policy-service']) {
      activated[point] = Math.max(latest[point] ?? 0, served + chance.between(-1, 1_300));
    }
    latest = activated;
    return { id: change.id, ordered, served, revision, activated };
  });
}

function someStalls(plan: Plan, chance: Chance): HiddenTruth['stalls'] {
  const end = plan.phases.at(-1)?.to ?? 0;
  const stalls: { from: number; to: number }[] = [];
  for (let from = chance.between(0, 2_000); from < end; from += chance.between(700, 3_000)) {
    stalls.push({ from, to: from + chance.between(60, 700) });
  }
  return stalls;
}
