import { describe, expect, it } from 'vitest';
import { addressesFor } from './proxies.ts';
import { policyServiceEdge, replicaEdges } from './topology.ts';

describe('the topology', () => {
  const paths = [policyServiceEdge, ...replicaEdges(['r0', 'r1'])].map((edge) => ({
    ...edge,
    proxiedUrl: `http://${edge.name}`,
  }));

  it('gives every consumer a way of its own to everything it depends on', () => {
    expect(paths).toHaveLength(9);
    expect(new Set(paths.map(({ name }) => name)).size).toBe(9);
  });

  it('tells a consumer its own ways only', () => {
    expect(addressesFor('r1', paths)).toEqual({
      POLICY_SERVICE_URL: 'http://r1.policy-service',
      BUNDLE_SERVICE_URL: 'http://r1.bundle-service',
      CONTEXT_SERVICE_URL: 'http://r1.context-service',
      DECISION_LOG_URL: 'http://r1.log-sink',
    });
    expect(addressesFor('policy-service', paths)).toEqual({
      BUNDLE_SERVICE_URL: 'http://policy-service.bundle-service',
    });
  });
});
