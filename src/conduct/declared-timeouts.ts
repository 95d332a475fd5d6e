import type { FaultSite } from '../model/fault.ts';
import type { Plan } from '../plan/plan.ts';

type Contract = Plan['contract'];

/**
 * The application's own time-out for a dependency, as far as the contract tells it, in milliseconds; for the
 * application itself, how long its callers wait.
 */
export function dependencyTimeoutMs(contract: Contract, site: FaultSite): number {
  switch (site) {
    case 'policy-service':
      return contract.policyService.timeoutMs;
    case 'context-service':
      return Math.min(contract.budgetMs, ...inputTimeouts(contract));
    // No decision waits for these two; a poll that takes longer than the next is due has failed.
    case 'bundle-service':
      return contract.policy.pollEveryMs;
    case 'log-sink':
    case 'app':
      return contract.budgetMs;
    default:
      return site satisfies never;
  }
}

/** The shortest time-out that any decision depends on, in milliseconds. */
export function shortestTimeoutMs(contract: Contract): number {
  return Math.min(contract.budgetMs, contract.policyService.timeoutMs, ...inputTimeouts(contract));
}

function inputTimeouts(contract: Contract): readonly number[] {
  return Object.values(contract.inputs).flatMap(({ timeoutMs }) => timeoutMs ?? []);
}
