import type { FaultSpec } from '../model/fault.ts';
import { injectBehaviour } from './behaviour-part.ts';
import { bundleQuestion } from './bundle-question.ts';
import type { Fault } from './fault.ts';

/** Content of a bundle that lets somebody do what he must not. */
const forgedContent = 'forged';

/** The bundle service serves a bundle that nobody may believe, newer than what is in force. */
export const untrustedBundle: Fault<Extract<FaultSpec, { type: 'untrusted-bundle' }>> = {
  type: 'untrusted-bundle',
  effect: () => ({ kind: 'out' }),
  inject: async (spec, environment, leaseMs) => {
    const { variant, policy = forgedContent } = spec;
    return injectBehaviour(spec, environment, { kind: 'untrusted-bundle', variant, policy }, leaseMs, () =>
      bundleQuestion(environment.services),
    );
  },
  shows: ({ variant }, { symptom }) => symptom === `untrusted: ${variant}`,
};
