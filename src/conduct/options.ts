import type { Environment } from '../environment/environment.ts';
import type { HeaderEvent } from '../model/event.ts';
import type { Plan } from '../plan/plan.ts';
import type { ProgressListener } from './progress.ts';
import type { Instruments } from './stage.ts';
import type { Timing } from './timing.ts';

/** What the journal's header says that the plan does not. */
export type HeaderFacts = Omit<HeaderEvent, 'type' | 'format' | 'machine' | 'plan' | 'startedAt'>;

export interface ConductOptions {
  readonly plan: Plan;
  readonly header: HeaderFacts;
  /** Must not exist yet. */
  readonly journalFile: string;
  /** Stands up what the plan needs; aborting the signal ends a start under way. */
  readonly startEnvironment: (plan: Plan, signal: AbortSignal) => Promise<Environment>;
  /** Interrupts: the scenario ends at once, cleans up and closes its journal. */
  readonly signal?: AbortSignal;
  /** A second interrupt: the cleanup proves nothing any more, it only takes everything away. */
  readonly hasten?: AbortSignal;
  readonly onProgress?: ProgressListener;
  /** Fields to redact in the journal besides the usual ones. */
  readonly secretFields?: readonly string[];
  readonly timing?: Partial<Timing>;
  readonly instruments?: Instruments;
}
