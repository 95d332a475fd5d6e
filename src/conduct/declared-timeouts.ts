import type { Dependency } from '../model/fault.ts';
import type { Plan } from '../plan/plan.ts';

type Contract = Plan['contract'];

/** The application's own time-out for a dependency, as far as the contract tells it, in milliseconds. */
export function dependencyTimeoutMs(contract: Contract, dependency: Dependency): number {
  switch (dependency) {
    case 'policy-service':
      return contract.policyService.timeoutMs;
    case 'context-service':
      return Math.min(contract.budgetMs, ...inputTimeouts(contract));
    // No decision waits for these two; a poll that takes longer than the next is due has failed.
    case 'bundle-service':
      return contract.policy.pollEveryMs;
    case 'log-sink':
      return contract.budgetMs;
    default:
      return dependency satisfies never;
  }
}

/** The shortest time-out that any decision depends on, in milliseconds. */
export function shortestTimeoutMs(contract: Contract): number {
  return Math.min(contract.budgetMs, contract.policyService.timeoutMs, ...inputTimeouts(contract));
}

function inputTimeouts(contract: Contract): readonly number[] {
  return Object.values(contract.inputs).flatMap(({ timeoutMs }) => timeoutMs ?? []);
}
