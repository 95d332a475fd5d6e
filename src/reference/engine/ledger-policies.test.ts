import { beforeAll, describe, expect, it } from 'vitest';
import { ledgerEngine, ledgerPolicies, subjectOf } from '../testing/ledger-policies.ts';
import { people, type Person } from '../testing/people.ts';
import { createCedarEngine } from './cedar-engine.ts';
import type { Entity, PolicyEngine } from './engine.ts';

const resources: Readonly<Record<string, Entity>> = {
  list: { type: 'Ledger', id: 'main', properties: {} },
  read: { type: 'Invoice', id: 'i-1', properties: { department: 'sales', confidential: false } },
  export: { type: 'Report', id: 'r-1', properties: { restricted: false } },
  approve: { type: 'Payment', id: 'p-1', properties: { department: 'finance', requestedBy: 'bob' } },
};
const actions: Readonly<Record<string, string>> = {
  list: 'invoice:list',
  read: 'invoice:read',
  export: 'report:export',
  approve: 'payment:approve',
};
const everything = [
  ['local', 'list'],
  ['local', 'approve'],
  ['remote', 'read'],
  ['remote', 'export'],
  ['remote', 'approve'],
  ['coarse', 'export'],
] as const;
const persons = Object.keys(people).filter((name): name is Person => name in people);

function ask(
  engine: PolicyEngine,
  set: string,
  person: Person,
  what: string,
  context = {},
  properties = {},
): string {
  const resource = resources[what];
  if (resource === undefined) throw new Error(`no resource to ${what}`);
  return engine.decide(set, {
    subject: subjectOf(person),
    action: actions[what] ?? what,
    resource: { ...resource, properties: { ...resource.properties, ...properties } },
    context,
  }).outcome;
}

/** Who is allowed, by name. */
const allowed = (engine: PolicyEngine, set: string, what: string, context = {}): string[] =>
  persons.filter((person) => ask(engine, set, person, what, context) === 'allow');

describe('the good policy', () => {
  let good: PolicyEngine;
  beforeAll(async () => {
    good = await ledgerEngine('good');
  });

  it('lets the right people in', () => {
    expect(allowed(good, 'local', 'list')).toEqual([
      'alice',
      'bob',
      'carol',
      'trent',
      'svc-billing',
      'copilot',
    ]);
    expect(allowed(good, 'remote', 'read')).toEqual(['alice', 'bob', 'carol', 'trent', 'copilot']);
    expect(allowed(good, 'remote', 'export')).toEqual(['alice', 'carol', 'trent', 'svc-billing']);
    expect(allowed(good, 'remote', 'approve', { risk: 'low' })).toEqual(['alice', 'trent']);
  });

  it('lets the coarse part of approving through for whoever has the role, mallory too', () => {
    expect(allowed(good, 'local', 'approve')).toEqual(['alice', 'mallory', 'trent']);
  });

  it('lets nobody export by the coarse policy who may not do so anyway', () => {
    expect(allowed(good, 'coarse', 'export')).toEqual(allowed(good, 'remote', 'export'));
    for (const person of persons) {
      expect(ask(good, 'coarse', person, 'export', {}, { restricted: true })).toBe('deny');
    }
  });

  it('lets nobody do anything who is suspended by its data, whatever the rules say', async () => {
    const files = await ledgerPolicies('good');
    const pardoned = createCedarEngine();
    await pardoned.activate(
      new Map(
        [...files].map(([path, text]) => [path, path.endsWith('data.json') ? '{"suspended":[]}' : text]),
      ),
    );
    for (const [set, what] of everything) {
      expect(ask(good, set, 'victor', what, { risk: 'low' })).toBe('deny');
      expect(ask(pardoned, set, 'victor', what, { risk: 'low' })).toBe('allow');
    }
  });

  it('lets nobody approve at high risk, at a risk that is no text, or what they asked for themselves', () => {
    expect(allowed(good, 'remote', 'approve', { risk: 'high' })).toEqual([]);
    expect(allowed(good, 'remote', 'approve', { risk: 3 })).toEqual([]);
    expect(ask(good, 'remote', 'alice', 'approve', { risk: 'low' }, { requestedBy: 'alice' })).toBe('deny');
  });
});

describe('a policy that takes somebody’s rights away', () => {
  it.each([
    ['revoke-alice', 'alice'],
    ['withdraw-copilot', 'copilot'],
  ])('%s permits nothing to %s, by any policy set, and changes nothing else', async (content, person) => {
    const good = await ledgerEngine('good');
    const revoked = await ledgerEngine(content);
    for (const [set, what] of everything) {
      const before = allowed(good, set, what, { risk: 'low' });
      expect(allowed(revoked, set, what, { risk: 'low' })).toEqual(before.filter((name) => name !== person));
    }
  });
});

describe('what the policy does not know', () => {
  it('silences the rule that forbids by it: the contract of the application has to see to that', async () => {
    expect(allowed(await ledgerEngine('good'), 'remote', 'approve')).toEqual(['alice', 'trent']);
  });

  it('is denied where it is an action', async () => {
    const good = await ledgerEngine('good');
    const purge = { action: 'ledger:purge', resource: { type: 'Ledger', id: 'main', properties: {} } };
    for (const set of ['local', 'remote', 'coarse']) {
      expect(good.decide(set, { subject: subjectOf('alice'), ...purge, context: {} }).outcome).toBe('deny');
    }
  });
});

describe('the bad policies', () => {
  it('bad-allow lets mallory in and changes nothing else', async () => {
    const bad = await ledgerEngine('bad-allow');
    expect(allowed(bad, 'remote', 'read')).toEqual(['alice', 'bob', 'carol', 'mallory', 'trent', 'copilot']);
    expect(allowed(bad, 'remote', 'approve', { risk: 'low' })).toEqual(['alice', 'mallory', 'trent']);
    expect(allowed(bad, 'remote', 'approve', { risk: 'high' })).toEqual([]);
    expect(allowed(bad, 'remote', 'export')).toEqual(['alice', 'carol', 'trent', 'svc-billing']);
  });

  it('bad-deny locks alice out of reading and approving', async () => {
    const bad = await ledgerEngine('bad-deny');
    expect(allowed(bad, 'remote', 'read')).toEqual(['bob', 'carol', 'copilot']);
    expect(allowed(bad, 'remote', 'approve', { risk: 'low' })).toEqual([]);
    expect(allowed(bad, 'local', 'list')).toContain('alice');
  });
});
