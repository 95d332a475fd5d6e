import { describe, expect, it } from 'vitest';
import { readPlan } from '../plan/plan-schema.ts';
import { of } from './testing/bench.ts';
import { conductReference, edgesInOrder, shippedPlan, shortened } from './testing/reference-drill.ts';

describe('conducting the reference application for real', () => {
  it('breaks its policy service, proves it, sees the declared fallbacks, and leaves nothing behind', async () => {
    const { outcome, journal } = await conductReference(
      shortened(await shippedPlan('policy-service/refused.yaml'), 0.4),
    );
    expect(outcome).toMatchObject({ kind: 'ended', reason: 'completed', cleanedUp: true });
    // What the fault proxy itself said, each word of it between the request of an edge and its proof.
    expect(edgesInOrder(journal)).toEqual([
      'requested',
      'proxy-disabled',
      'proxy-disabled',
      'effective',
      'heal-requested',
      'proxy-enabled',
      'proxy-enabled',
      'healed',
    ]);
    expect(new Set(of(journal, 'proxy').map(({ path }) => path))).toEqual(
      new Set(['r0.policy-service', 'r1.policy-service']),
    );
    const [, effective] = of(journal, 'fault');
    expect(effective?.proof).toMatch(/^r0\.policy-service ECONNREFUSED .*; fault proxy: events \d+, \d+$/);
    const observations = of(journal, 'observation');
    expect(new Set(observations.map(({ mode }) => mode))).toEqual(
      new Set(['local', 'remote', 'cache', 'degrade', 'deny']),
    );
    const logged = new Set(of(journal, 'decision-log').map(({ decisionId }) => decisionId));
    const unlogged = observations.filter(
      ({ decisionId }) => decisionId !== undefined && !logged.has(decisionId),
    );
    expect(unlogged).toEqual([]);
    expect(readPlan(journal.header.plan)).toMatchObject({ error: undefined });
    expect(JSON.stringify(journal)).not.toMatch(/eyJ|PRIVATE/);
  });

  it('publishes a bad rule, detects it by its decisions and takes it back', async () => {
    const { outcome, journal } = await conductReference(await shippedPlan('rollback/bad-deny.yaml'));
    expect(outcome).toMatchObject({ kind: 'ended', reason: 'completed', cleanedUp: true });
    expect(of(journal, 'change').map(({ edge, revision, policy }) => [edge, revision, policy])).toEqual([
      ['ordered', undefined, 'bad-deny'],
      ['served', 2, 'bad-deny'],
      ['detected', undefined, undefined],
      ['ordered', undefined, undefined],
      ['served', 3, 'good'],
    ]);
    const revisions = new Set(of(journal, 'observation').flatMap(({ revision }) => revision ?? []));
    expect(revisions).toEqual(new Set([1, 2, 3]));
  });
});
