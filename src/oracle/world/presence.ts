import type { ChangeEvent, ProcessEvent } from '../../model/event.ts';
import { overlaps } from '../../model/time.ts';
import type { Interval } from '../../model/time.ts';
import type { Plan } from '../../plan/plan.ts';
import { concerns } from './fault-span.ts';
import type { FaultSpan } from './fault-span.ts';

/** When a replica's process was there to decide, and what it could know when it was. */
export interface Presence {
  /** Somebody took it away, or may have: what was under way goes unanswered, or is answered late. */
  readonly absent: readonly Interval[];
  /** It was started again and may have no policy yet, or still be warming up; from its end on. */
  readonly cold: readonly Interval[];
  /** It stood still, and then found that all its time-outs had passed. */
  readonly paused: readonly Interval[];
  /** By when it certainly had ended: what it remembered is gone. */
  readonly exits: readonly number[];
  /** Its ends that somebody asked for; `abrupt` ones left it no time to send anything on. */
  readonly ends: readonly (Interval & { readonly abrupt: boolean })[];
}

/** What it is made from. */
export interface PresenceFacts {
  readonly plan: Plan;
  readonly faults: readonly FaultSpan[];
  readonly changes: readonly ChangeEvent[];
  readonly processes: readonly ProcessEvent[];
}

interface Absence extends Interval {
  /** Until when all has to be normal again. */
  readonly normalFrom: number;
  readonly forgets: boolean;
  readonly abrupt: boolean;
}

/** When one replica was there. */
export function presenceOf(facts: PresenceFacts, replica: string): Presence {
  const exits = facts.processes
    .filter((event) => event.edge === 'exited' && event.name === replica)
    .map((event) => event.t);
  const absences: readonly Absence[] = [
    ...facts.faults
      .filter((span) => span.effect.kind === 'taken-away' && concerns(span, replica))
      .map((span) => ({
        ...span.possible,
        normalFrom: span.lingersUntil,
        forgets: span.spec.type === 'killed' || exits.some((exit) => isIn(exit, span.possible)),
        abrupt: true,
      })),
    ...restarts(facts, replica),
  ];
  return {
    absent: absences.map(({ from, to }) => ({ from, to })),
    cold: absences
      .filter((absence) => absence.forgets)
      .map((absence) => ({ from: absence.from, to: policyBy(facts, replica, absence) })),
    paused: absences
      .filter((absence) => !absence.forgets)
      .map(({ from, normalFrom }) => ({ from, to: normalFrom })),
    exits,
    ends: absences.filter((absence) => absence.forgets).map(({ from, to, abrupt }) => ({ from, to, abrupt })),
  };
}

/** Restarts that were planned, and those by which a policy reaches a replica that comes with the release. */
function restarts({ plan, changes }: PresenceFacts, replica: string): readonly Absence[] {
  return plan.changes.flatMap((change) => {
    const of = changes.filter((event) => event.change === change.id && event.replica === replica);
    const ordered = of.find((event) => event.edge === 'ordered')?.t;
    if (ordered === undefined) return [];
    const back = of.find((event) => event.edge === 'served')?.t ?? Infinity;
    const within = plan.phases.find((phase) => phase.name === change.phase)?.normalWithinMs;
    return {
      from: ordered,
      to: back,
      normalFrom: back + (within ?? plan.contract.normalWithinMs),
      forgets: true,
      abrupt: change.kind === 'restart' && change.signal === 'SIGKILL',
    };
  });
}

/** By when it must have its first bundle: in time, unless the bundle service was, or may have been, disturbed until later. */
function policyBy({ faults }: PresenceFacts, replica: string, { from, normalFrom }: Absence): number {
  const disturbed = faults.filter((span) => span.spec.on === 'bundle-service' && concerns(span, replica));
  let to = normalFrom;
  for (;;) {
    const waiting = { from, to };
    const later = disturbed.reduce(
      (latest, span) => (overlaps(span.possible, waiting) ? Math.max(latest, span.lingersUntil) : latest),
      to,
    );
    if (later === to) return to;
    to = later;
  }
}

function isIn(moment: number, span: Interval): boolean {
  return span.from <= moment && moment <= span.to;
}
