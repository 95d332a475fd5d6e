import type { ActionDeclaration } from '../../../contract/contract.ts';
import type { NamedInput } from './named-input.ts';
import type { Question } from './question.ts';

/** A question with what the contract declares for its action. */
export interface Case {
  readonly question: Question;
  readonly declared: ActionDeclaration;
  /** The inputs that the decision rests on. */
  readonly uses: readonly NamedInput[];
}

/** A declared fallback of one mode. */
export type FallbackOf<M extends 'degrade' | 'cache'> = Extract<
  NonNullable<Case['declared']['whenUnavailable']>,
  { mode: M }
>;
