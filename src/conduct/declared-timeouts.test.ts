import { describe, expect, it } from 'vitest';
import type { Plan } from '../plan/plan.ts';
import { dependencyTimeoutMs, shortestTimeoutMs } from './declared-timeouts.ts';
import { drillPlan } from './testing/drill-plan.ts';

const contract: Plan['contract'] = {
  ...drillPlan('.', []).contract,
  budgetMs: 500,
  inputs: {
    'subject.roles': {
      from: 'token',
      local: true,
      type: null,
      maxAgeMs: null,
      timeoutMs: null,
      onStale: 'deny',
      onMissing: 'deny',
    },
    'context.risk': {
      from: 'risk',
      local: false,
      type: null,
      maxAgeMs: 2_000,
      timeoutMs: 200,
      onStale: 'deny',
      onMissing: 'deny',
    },
    'context.geo': {
      from: 'geo',
      local: false,
      type: null,
      maxAgeMs: 2_000,
      timeoutMs: 300,
      onStale: 'deny',
      onMissing: 'deny',
    },
  },
};

describe('declared time-outs', () => {
  it('are those of the contract, by dependency', () => {
    expect(dependencyTimeoutMs(contract, 'policy-service')).toBe(250);
    expect(dependencyTimeoutMs(contract, 'context-service')).toBe(200);
    expect(dependencyTimeoutMs(contract, 'bundle-service')).toBe(1_000);
    expect(dependencyTimeoutMs(contract, 'log-sink')).toBe(500);
  });

  it('fall back to the budget for a context service that no input names', () => {
    expect(dependencyTimeoutMs({ ...contract, inputs: {} }, 'context-service')).toBe(500);
  });

  it('have a shortest one', () => {
    expect(shortestTimeoutMs(contract)).toBe(200);
    expect(shortestTimeoutMs({ ...contract, inputs: {} })).toBe(250);
  });
});
