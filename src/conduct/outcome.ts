import type { EndEvent } from '../model/event.ts';

/** What became of one scenario. Its journal is complete in every case that names an end reason. */
export type ConductOutcome = {
  /** Id of the scenario. */
  readonly scenario: string;
  readonly journalFile: string;
  /** Whether every step of the cleanup was proved done. */
  readonly cleanedUp: boolean;
} & (
  | { readonly kind: 'ended'; readonly reason: EndEvent['reason']; readonly note: string | undefined }
  /** The environment did not start, or the target cannot be driven: nothing was drilled. */
  | { readonly kind: 'environment'; readonly error: unknown }
  /** The harness broke: a defect of ours, or a disk that is full. */
  | { readonly kind: 'broken'; readonly error: unknown }
);
