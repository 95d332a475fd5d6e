import { isDecision } from '../../model/decision.ts';
import type { JudgedObservation } from '../judge-observation.ts';
import type { ScenarioWorld } from '../scenario-world.ts';
import { decisionPoint } from '../world/revisions.ts';

/**
 * When one point that decides (a replica, the policy service) took up a revision: after it was asked for its last decision on an
 * older one, and before its first decision on the revision, or a newer one, had come. What a point decides on an older one after
 * that is residue.
 */
export interface Activation {
  readonly point: string;
  readonly activated: boolean;
  /** Earliest moment at which it can have. */
  readonly from: number;
  /** Receipt of its first decision on the revision; of its last decision on an older one where there is none. */
  readonly to: number;
  /** When its very last decision on an older revision was asked for; `-Infinity` where there is none. */
  readonly lastOlderSent: number;
  /** When that decision was received. */
  readonly lastOlderReceived: number;
}

export interface ActivationMeter {
  note(one: JudgedObservation): void;
  /** Points in order of their names. */
  result(): readonly Activation[];
}

interface PointNotes {
  first: number;
  olderSent: number;
  olderBeforeFirst: number;
  olderReceived: number;
}

/** Activation of a revision on every point that names revisions after it was ordered. */
export function activationMeter(world: ScenarioWorld, index: number, ordered: number): ActivationMeter {
  const points = new Map<string, PointNotes>();
  return {
    note({ seen }) {
      const point = decisionPoint(seen.mode, seen.replica);
      if (
        point === undefined ||
        seen.revision === undefined ||
        !isDecision(seen.outcome) ||
        seen.received < ordered
      )
        return;
      const shown = world.revisions.indexOf(seen.revision);
      if (shown === undefined) return;
      const entry = points.get(point) ?? {
        first: Infinity,
        olderSent: -Infinity,
        olderBeforeFirst: -Infinity,
        olderReceived: -Infinity,
      };
      if (shown >= index) entry.first = Math.min(entry.first, seen.received);
      // A fallback deny rests on no revision; one that was started again has none to name.
      else if (seen.mode !== 'deny') {
        entry.olderSent = Math.max(entry.olderSent, seen.sent);
        entry.olderReceived = Math.max(entry.olderReceived, seen.received);
        if (seen.sent < entry.first) entry.olderBeforeFirst = seen.sent;
      }
      points.set(point, entry);
    },
    result: () =>
      [...points.entries()]
        .toSorted(([a], [b]) => (a < b ? -1 : 1))
        .map(([point, { first, olderSent, olderBeforeFirst, olderReceived }]) => {
          const activated = first < Infinity;
          const to = activated ? first : olderReceived;
          return {
            point,
            activated,
            from: Math.max(ordered, Math.min(olderBeforeFirst, to)),
            to,
            lastOlderSent: olderSent,
            lastOlderReceived: olderReceived,
          };
        }),
  };
}
