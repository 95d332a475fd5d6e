import type { Question } from '../app/decide/question.ts';
import type { Seed } from './defect.ts';

/** More than is declared, and than a caller has. */
const timeoutMs = 800;

/** Waits for inputs as long as an HTTP client was once told to, and does not count it against the caller's budget. */
export const seed: Seed = (parts) => ({
  ...parts,
  inputs: {
    read: (uses, question) =>
      parts.inputs.read(
        uses.map((input) => ({ ...input, timeoutMs })),
        unhurried(question),
      ),
  },
  policyService: { ask: (question, context) => parts.policyService.ask(unhurried(question), context) },
});

function unhurried(question: Question): Question {
  return { ...question, deadline: Infinity };
}
