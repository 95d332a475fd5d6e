import type { ActionDeclaration } from '../../../contract/contract.ts';
import type { NamedInput } from './inputs.ts';
import type { Question } from './question.ts';

/** A question with what the contract declares for its action. */
export interface Case {
  readonly question: Question;
  readonly declared: ActionDeclaration;
  /** The inputs that the decision rests on. */
  readonly uses: readonly NamedInput[];
}
