import type { ChangeEvent, EndEvent, FaultEvent } from '../model/event.ts';

/** What somebody who watches a run hears, as it happens. Times are milliseconds since the journal's start. */
export type Progress = { readonly scenario: string; readonly t: number } & (
  | { readonly kind: 'starting' }
  /** The environment is up. */
  | { readonly kind: 'started' }
  | { readonly kind: 'phase'; readonly phase: string; readonly index: number; readonly of: number }
  | { readonly kind: 'gate'; readonly steady: boolean; readonly reasons: readonly string[] }
  | ({ readonly kind: 'counts' } & Counts)
  | ({ readonly kind: 'fault' } & Pick<FaultEvent, 'fault' | 'edge' | 'spec' | 'proof'>)
  /** The load is not made as it was asked for. */
  | { readonly kind: 'load'; readonly note: string }
  | { readonly kind: 'change'; readonly change: ChangeEvent }
  | ({ readonly kind: 'done'; readonly reason: EndEvent['reason']; readonly note?: string } & Counts)
);

export interface Counts {
  readonly decisions: number;
  /** Decisions that nothing declared explains, as far as can be seen on the fly; the oracle has the last word. */
  readonly wrong: number;
  /** Probes that ended without a decision. */
  readonly unanswered: number;
}

export type ProgressListener = (progress: Progress) => void;
