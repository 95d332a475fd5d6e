import type { ObservationEvent } from '../model/event.ts';
import type { Plan } from '../plan/plan.ts';
import { contradicts } from './contradiction.ts';

/** Knows whose permissions were withdrawn, and since when. */
export interface Revocations {
  /** From the order on the deny of these cells is right. */
  ordered(cells: readonly number[], t: number): void;
  /** Their allow may be for as long as the bound from then on. */
  served(cells: readonly number[], t: number): void;
  failed(cells: readonly number[]): void;
  /** Whether an observation contradicts what is declared, now that some may have been revoked. */
  contradicts(observation: ObservationEvent): boolean;
}

interface Revoked {
  readonly orderedAt: number;
  readonly allowedUntil: number;
}

export function watchRevocations(plan: Pick<Plan, 'cells' | 'contract'>): Revocations {
  const revoked = new Map<number, Revoked>();
  return {
    ordered: (cells, orderedAt) => {
      for (const cell of cells) revoked.set(cell, { orderedAt, allowedUntil: Infinity });
    },
    served: (cells, servedAt) => {
      const allowedUntil = servedAt + plan.contract.revocation.boundMs;
      for (const cell of cells)
        revoked.set(cell, { orderedAt: revoked.get(cell)?.orderedAt ?? servedAt, allowedUntil });
    },
    failed: (cells) => {
      for (const cell of cells) revoked.delete(cell);
    },
    contradicts: (observation) => {
      const cell = plan.cells[observation.cell];
      if (cell === undefined) return false;
      const since = revoked.get(observation.cell);
      if (since === undefined || observation.received < since.orderedAt)
        return contradicts(cell, observation);
      return observation.outcome === 'allow' && observation.sent > since.allowedUntil;
    },
  };
}
