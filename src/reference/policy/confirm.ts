import type { BundleKeys } from '../bundle/bundle-keys.ts';
import type { BundleAnswer } from './bundle-client.ts';
import { ruleOnConfirmation, type ConfirmationQuestion } from './confirmation-rule.ts';
import { NotConfirmed } from './not-confirmed.ts';
import { readConfirmation } from './read-confirmation.ts';

/**
 * Decides whether an answer confirms a bundle: the one it brings, or the one that was at hand when it was asked for.
 * @returns when its sender says that was, by the sender's clock; undefined where it signs nothing
 * @throws NotConfirmed
 */
export type Confirm = (answer: BundleAnswer, question: ConfirmationQuestion) => Promise<number | undefined>;

/** Believes what is signed by one of `keys`, of this bundle, and later than everything that was believed before. */
export function confirmBySignature(keys: BundleKeys, rule = ruleOnConfirmation): Confirm {
  return async ({ confirmation }, question) => {
    const said = await readConfirmation(confirmation, keys);
    const ruling = rule(said, question);
    if (ruling === 'confirmed') return said.at;
    const whatIsWrong = {
      'of-another': `it is about ${said.etag} (revision ${said.revision}), not ${question.etag}`,
      repeated: `it is of ${said.at}, and one of ${question.lastAt} has been seen`,
    };
    throw new NotConfirmed(ruling, whatIsWrong[ruling]);
  };
}

/** Takes any answer for a confirmation, as whoever fetches policies that nobody signs has to. */
export const confirmByAnswer: Confirm = async (answer, { etag }) => {
  if (answer.etag === undefined || answer.etag === etag) return undefined;
  throw new NotConfirmed('of-another', `the answer is about ${answer.etag}, not ${etag}`);
};
