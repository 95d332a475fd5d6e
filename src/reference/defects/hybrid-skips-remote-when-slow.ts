import type { RemoteAnswer } from '../app/decide/policy-service.ts';
import { localSet } from '../app/decide/local.ts';
import type { Seed } from './defect.ts';

/** Longest that a person was said to be willing to wait. */
const patienceMs = 150;

/** Leaves it at the coarse rule's word where the policy service takes its time. */
export const seed: Seed = (parts) => ({
  ...parts,
  policyService: {
    ask(question, context) {
      const asked = parts.policyService.ask(question, context);
      if (parts.contract.actions[question.action]?.decide !== 'hybrid') return asked;
      const { promise, resolve } = Promise.withResolvers<RemoteAnswer>();
      const timer = setTimeout(() => {
        const coarse = parts.embedded.ask(localSet, question, {});
        resolve({ kind: 'answer', revision: parts.embedded.revision(), ...coarse });
      }, patienceMs);
      return Promise.race([promise, asked]).finally(() => clearTimeout(timer));
    },
  },
});
