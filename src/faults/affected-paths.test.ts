import { describe, expect, it } from 'vitest';
import type { DependencyPath } from '../environment/environment.ts';
import type { Dependency } from '../model/fault.ts';
import { affectedPaths } from './affected-paths.ts';

function path(consumer: string, dependency: Dependency): DependencyPath {
  return { name: `${consumer}.${dependency}`, consumer, dependency, proxiedUrl: 'http://127.0.0.1:1' };
}

const environment = {
  paths: [
    path('policy-service', 'bundle-service'),
    path('r0', 'bundle-service'),
    path('r1', 'bundle-service'),
    path('r0', 'policy-service'),
  ],
};

describe('affectedPaths', () => {
  it('is every way to the dependency, whoever goes it', () => {
    expect(affectedPaths({ type: 'refused', on: 'bundle-service' }, environment)).toEqual(
      environment.paths.slice(0, 3),
    );
  });

  it('is one way where a replica is named', () => {
    const paths = affectedPaths({ type: 'refused', on: 'bundle-service', replica: 'r1' }, environment);
    expect(paths.map(({ name }) => name)).toEqual(['r1.bundle-service']);
  });

  it('is never none', () => {
    expect(() =>
      affectedPaths({ type: 'refused', on: 'policy-service', replica: 'r1' }, environment),
    ).toThrow('no path from r1 to policy-service');
  });
});
