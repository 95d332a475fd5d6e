import { describe, expect, it } from 'vitest';
import type { ChangeEvent } from '../../model/event.ts';
import { testContract } from '../testing/test-plan.ts';
import { declaredDistribution, recordedChanges } from './policy-changes.ts';

let t = 0;
const event = (change: string, edge: ChangeEvent['edge'], more: Partial<ChangeEvent> = {}): ChangeEvent => ({
  type: 'change',
  t: (t += 10),
  change,
  kind: 'rollback',
  edge,
  ...more,
});

describe('the recorded changes of the policy', () => {
  it('tell by whom each was ordered and approved, and what became of it', () => {
    const by = { by: 'authz-drill', approvedBy: 'security' };
    const changes = recordedChanges([
      event('a', 'ordered', { kind: 'publish', by: 'authz-drill' }),
      event('a', 'served', { kind: 'publish', ...by }),
      event('b', 'ordered', { kind: 'revoke' }),
      event('c', 'ordered'),
      event('c', 'failed'),
    ]);
    expect(changes).toEqual([
      { kind: 'publish', outcome: 'served', ...by, breakGlass: false },
      { kind: 'revoke', outcome: 'unanswered', by: null, approvedBy: null, breakGlass: false },
      { kind: 'rollback', outcome: 'failed', by: null, approvedBy: null, breakGlass: false },
    ]);
  });

  it('count an order that was refused and the one that broke the glass as two', () => {
    const changes = recordedChanges([
      event('a', 'ordered', { by: 'on-call' }),
      event('a', 'refused', { by: 'on-call' }),
      event('a', 'ordered', { by: 'on-call', breakGlass: true }),
      event('a', 'served', { by: 'on-call', breakGlass: true }),
    ]);
    expect(changes.map(({ outcome, breakGlass }) => [outcome, breakGlass])).toEqual([
      ['refused', false],
      ['served', true],
    ]);
  });

  it('count a change as refused or failed where any replica did not get it, and whoever is named first', () => {
    const [change] = recordedChanges([
      event('a', 'ordered'),
      event('a', 'served', { replica: 'r0', by: 'operator' }),
      event('a', 'failed', { replica: 'r1', by: 'somebody', approvedBy: 'security' }),
    ]);
    expect(change).toMatchObject({ outcome: 'failed', by: 'operator', approvedBy: 'security' });
  });

  it('count a release to every replica as one, a restart and an alarm as none', () => {
    const changes = recordedChanges([
      event('a', 'detected', { detector: 'probes' }),
      event('a', 'ordered'),
      event('a', 'served', { replica: 'r0' }),
      event('a', 'served', { replica: 'r1' }),
      event('b', 'ordered', { kind: 'restart', replica: 'r0' }),
      event('b', 'served', { kind: 'restart', replica: 'r0' }),
    ]);
    expect(changes).toHaveLength(1);
    expect(recordedChanges([event('z', 'detected', { detector: 'probes' })])).toEqual([]);
    expect(changes[0]).toMatchObject({ kind: 'rollback', outcome: 'served' });
  });
});

describe('the declared distribution', () => {
  it('tells how policy arrives, how old it may become and who may change it', () => {
    expect(declaredDistribution(testContract)).toEqual({
      way: 'signed-bundle',
      pollEveryMs: 1_000,
      longPollMs: null,
      maxAgeMs: 10_000,
      onExpired: 'deny',
      approvers: ['security'],
      breakGlass: ['on-call'],
    });
  });
});
