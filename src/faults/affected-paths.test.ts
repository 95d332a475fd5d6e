import { describe, expect, it } from 'vitest';
import type { DependencyPath } from '../environment/environment.ts';
import type { Dependency } from '../model/fault.ts';
import { affectedPaths } from './affected-paths.ts';

function path(consumer: string, dependency: Dependency): DependencyPath {
  return { name: `${consumer}.${dependency}`, consumer, dependency, proxiedUrl: 'http://127.0.0.1:1' };
}

const environment = {
  replicas: [
    { name: 'r0', url: 'http://127.0.0.1:2' },
    { name: 'r1', url: 'http://127.0.0.1:3' },
  ],
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

  it('is straight to each process where the fault is put on the application itself', () => {
    expect(affectedPaths({ type: 'killed', on: 'app' }, environment).map(({ name }) => name)).toEqual([
      'r0',
      'r1',
    ]);
    expect(affectedPaths({ type: 'paused', on: 'app', replica: 'r1' }, environment)).toEqual([
      { name: 'r1', consumer: 'r1', dependency: 'app', proxiedUrl: 'http://127.0.0.1:3' },
    ]);
  });

  it('is never none', () => {
    expect(() =>
      affectedPaths({ type: 'refused', on: 'policy-service', replica: 'r1' }, environment),
    ).toThrow('no path from r1 to policy-service');
  });
});
