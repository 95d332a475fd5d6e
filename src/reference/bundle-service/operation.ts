import type { ContentDiff } from './content-diff.ts';

/** A change of the policy that somebody asks for. */
export interface Order {
  readonly action: 'publish' | 'rollback';
  /** Who asks. */
  readonly by: string;
  /** Who is said to have approved it. */
  readonly approvedBy: string | null;
  /** Past the approvers and past the policy in force: of a rollback alone, by whom the contract names for it. */
  readonly breakGlass: boolean;
  readonly reason: string;
}

/** Why a change is not made. */
export interface Refusal {
  /** `unapproved`: nobody who may approve it has; `not-permitted`: the policy in force does not permit it. */
  readonly code: 'unapproved' | 'not-permitted';
  /** In a sentence. */
  readonly error: string;
}

/** What somebody asked for, as the history keeps it whatever became of it. */
interface Asked extends Order {
  /** Name of the content. */
  readonly policy: string;
  /** Revision whose content is served again, when it is a rollback. */
  readonly rollbackTo: number | null;
  /** What it changes of the content that was served before. */
  readonly diff: ContentDiff;
}

/** A change that was made. A revision is never reused, and never served again once it was replaced. */
export interface Publication extends Asked {
  readonly outcome: 'served';
  readonly revision: number;
  readonly servedAt: string;
}

/** A change that was not made: nothing of it is ever served. */
export interface RefusedOperation extends Asked, Refusal {
  readonly outcome: 'refused';
  readonly refusedAt: string;
}

/** One entry of the history. */
export type Operation = Publication | RefusedOperation;
