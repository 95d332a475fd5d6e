import type { Decision } from '../../model/decision.ts';
import type { PolicyFiles } from './policy-files.ts';

export type { PolicyFiles } from './policy-files.ts';

/** A subject or resource with the attributes that whoever asks knows of it. */
export interface Entity {
  readonly type: string;
  readonly id: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** What a policy engine is asked, in the terms of an AuthZEN access evaluation. */
export interface PolicyQuestion {
  readonly subject: Entity;
  readonly action: string;
  readonly resource: Entity;
  readonly context: Readonly<Record<string, unknown>>;
}

/** A decision of policies. */
export interface PolicyAnswer {
  readonly outcome: Decision;
  /** Ids of the policies that made it so, or why nothing could be decided. */
  readonly reason: string;
}

/** Decides in the process. Whatever it cannot decide it denies. */
export interface PolicyEngine {
  /**
   * Checks and loads policies without putting them in force; so long as nobody does, the earlier ones stay.
   * One call at a time.
   * @returns puts them in force, all at once and before it returns; of no use any more after the next call
   * @throws PolicyRejected when they do not parse or do not fit their schema
   */
  prepare(files: PolicyFiles): Promise<() => void>;
  /**
   * Prepares policies and puts them in force.
   * @throws PolicyRejected as `prepare` does
   */
  activate(files: PolicyFiles): Promise<void>;
  /** Asks one policy set, a folder of the bundle such as `local`. A set that is not there denies. */
  decide(set: string, question: PolicyQuestion): PolicyAnswer;
}

/** Policies that cannot be put in force, with the reason. */
export class PolicyRejected extends Error {
  override readonly name = 'PolicyRejected';
}

/** A deny, and why. */
export function deny(reason: string): PolicyAnswer {
  return { outcome: 'deny', reason };
}
