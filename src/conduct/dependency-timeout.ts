import type { Dependency } from '../model/fault.ts';
import type { Plan } from '../plan/plan.ts';

/** The application's own time-out for a dependency, as far as the contract tells it, in milliseconds. */
export function dependencyTimeoutMs(contract: Plan['contract'], dependency: Dependency): number {
  switch (dependency) {
    case 'policy-service':
      return contract.policyService.timeoutMs;
    case 'context-service': {
      const timeouts = Object.values(contract.inputs).flatMap(({ timeoutMs }) => timeoutMs ?? []);
      return Math.min(contract.budgetMs, ...timeouts);
    }
    // No decision waits for these two; a poll that takes longer than the next is due has failed.
    case 'bundle-service':
      return contract.policy.pollEveryMs;
    case 'log-sink':
      return contract.budgetMs;
    default:
      return dependency satisfies never;
  }
}
