import type { Decision, Mode } from '../../../model/decision.ts';
import type { Entity } from '../../engine/engine.ts';
import type { Deadline } from './deadline.ts';

/** A decision that the application needs: may this subject do this to that? */
export interface Question {
  /** Id of the decision; also the request id of whatever is asked on its behalf. */
  readonly id: string;
  readonly subject: Entity;
  /** Name of the action in the contract, such as `payment:approve`. */
  readonly action: string;
  /** `<type>/<id>` as people write it, and what the database knows of it. */
  readonly resource: { readonly name: string; readonly entity: Entity };
  /** When the answer must be ready. */
  readonly deadline: Deadline;
}

/** A decision, with everything that the caller and the decision log are told about it. */
export interface Verdict {
  readonly outcome: Decision;
  readonly mode: Mode;
  /** Policy revision that it was made under. */
  readonly revision: number;
  readonly reason: string;
  /** Obligations on the answer's data, by name. */
  readonly obligations: readonly string[];
  /** The decision inputs it rests on. */
  readonly inputs: Readonly<Record<string, UsedInput>>;
  /** Age of the cache entry, else of the oldest input that is not local. */
  readonly ageMs?: number;
}

/** A decision input as it was when the decision was made. Local inputs have no age. */
export interface UsedInput {
  readonly value: unknown;
  readonly ageMs?: number;
}
