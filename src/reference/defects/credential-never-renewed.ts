import { createRemotePolicyService } from '../app/decide/remote-policy-service.ts';
import type { Seed } from './defect.ts';

/** Renews its credential in a loop that ends with the first error, and shows the last one from then on. */
export const seed: Seed = (parts, { policyService }) => {
  let last: string | undefined;
  let ended = false;
  const asking = createRemotePolicyService({
    ...policyService,
    credential: {
      async current() {
        if (!ended || last === undefined) last = await policyService.credential.current();
        return last;
      },
      refused: () => {},
    },
  });
  return {
    ...parts,
    policyService: {
      async ask(question, context) {
        const answer = await asking.ask(question, context);
        if (answer.kind === 'unavailable' && !answer.timedOut) ended = true;
        return answer;
      },
    },
  };
};
