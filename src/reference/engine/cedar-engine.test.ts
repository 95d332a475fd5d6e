import { describe, expect, it } from 'vitest';
import { createCedarEngine } from './cedar-engine.ts';
import { PolicyRejected, type PolicyFiles, type PolicyQuestion } from './engine.ts';

const schema = `
  entity User = { level?: Long };
  entity Doc;
  action "read" appliesTo { principal: [User], resource: [Doc], context: { suspended: Bool } };`;
const readers = '@id("readers") permit (principal, action == Action::"read", resource);';
const suspended = '@id("suspended") forbid (principal, action, resource) when { context.suspended };';

const files = (policies: string, more: Readonly<Record<string, string>> = {}): PolicyFiles =>
  new Map(Object.entries({ 'main/schema.cedarschema': schema, 'main/policies.cedar': policies, ...more }));

const question: PolicyQuestion = {
  subject: { type: 'User', id: 'u', properties: {} },
  action: 'read',
  resource: { type: 'Doc', id: 'd', properties: {} },
  context: { suspended: false },
};

async function engineWith(policies: string) {
  const engine = createCedarEngine();
  await engine.activate(files(policies));
  return engine;
}

describe('the Cedar engine', () => {
  it('names the policies that decided', async () => {
    const engine = await engineWith(readers + suspended);
    expect(engine.decide('main', question)).toEqual({ outcome: 'allow', reason: 'readers' });
    expect(engine.decide('main', { ...question, context: { suspended: true } })).toEqual({
      outcome: 'deny',
      reason: 'suspended',
    });
  });

  it('denies when an attribute is missing that a forbid needs', async () => {
    const engine = await engineWith(readers + suspended);
    const answer = engine.decide('main', { ...question, context: {} });
    expect(answer.outcome).toBe('deny');
    expect(answer.reason).toContain('suspended');
  });

  it('denies when an attribute has another type', async () => {
    const engine = await engineWith(readers + suspended);
    expect(engine.decide('main', { ...question, context: { suspended: 'no' } }).outcome).toBe('deny');
    const odd = { type: 'User', id: 'u', properties: { level: { __entity: { type: 'User', id: 'root' } } } };
    expect(engine.decide('main', { ...question, subject: odd }).outcome).toBe('deny');
  });

  it('denies when a policy fails, although another permits', async () => {
    const overflow =
      '@id("overflow") forbid (principal, action, resource) when { principal has level && principal.level + 1 < 0 };';
    const engine = await engineWith(readers + overflow);
    const highest = { type: 'User', id: 'u', properties: { level: Number.MAX_SAFE_INTEGER } };
    expect(engine.decide('main', { ...question, subject: highest }).outcome).toBe('allow');
    const product =
      '@id("product") forbid (principal, action, resource) when { principal has level && principal.level * principal.level < 0 };';
    await engine.activate(files(readers + product));
    const answer = engine.decide('main', { ...question, subject: highest });
    expect(answer.outcome).toBe('deny');
    expect(answer.reason).toContain('policy product failed');
  });

  it('ignores properties and context that the schema does not know', async () => {
    const engine = await engineWith(readers);
    const chatty = { type: 'User', id: 'u', properties: { shoeSize: 43.5, nothing: null } };
    expect(
      engine.decide('main', { ...question, subject: chatty, context: { suspended: false, extra: [1] } })
        .outcome,
    ).toBe('allow');
  });

  it('denies what it has no policy set, action or type for', async () => {
    const engine = await engineWith(readers);
    expect(engine.decide('other', question)).toEqual({ outcome: 'deny', reason: 'no policy set other' });
    expect(engine.decide('main', { ...question, action: 'write' }).outcome).toBe('deny');
    expect(
      engine.decide('main', { ...question, resource: { type: 'Door', id: 'd', properties: {} } }).outcome,
    ).toBe('deny');
    expect(createCedarEngine().decide('main', question).outcome).toBe('deny');
  });

  it.each([
    ['do not parse', 'permit (principal'],
    ['do not fit the schema', 'permit (principal, action, resource) when { principal.age > 3 };'],
    ['are templates', 'permit (principal == ?principal, action, resource);'],
  ])('keeps the earlier policies when new ones %s', async (_why, broken) => {
    const engine = await engineWith(readers);
    await expect(engine.activate(files(broken))).rejects.toBeInstanceOf(PolicyRejected);
    expect(engine.decide('main', question).outcome).toBe('allow');
  });

  it('changes over again and again, and forgets sets that are gone', async () => {
    const engine = await engineWith(readers);
    for (let round = 0; round < 3; round++) {
      await engine.activate(
        files('forbid (principal, action, resource);', {
          'extra/schema.cedarschema': schema,
          'extra/p.cedar': readers,
        }),
      );
      expect(engine.decide('main', question).outcome).toBe('deny');
      expect(engine.decide('extra', question).outcome).toBe('allow');
      await engine.activate(files(readers));
      expect(engine.decide('main', question).outcome).toBe('allow');
      expect(engine.decide('extra', question).outcome).toBe('deny');
    }
  });

  it('loads the sets that it is there for, and no other', async () => {
    const engine = createCedarEngine(new Set(['main']));
    await engine.activate(files(readers, { 'other/policies.cedar': 'no policy at all' }));
    expect(engine.decide('main', question).outcome).toBe('allow');
    expect(engine.decide('other', question)).toEqual({ outcome: 'deny', reason: 'no policy set other' });
  });

  it('keeps engines apart', async () => {
    const open = await engineWith(readers);
    const shut = await engineWith('forbid (principal, action, resource);');
    expect(open.decide('main', question).outcome).toBe('allow');
    expect(shut.decide('main', question).outcome).toBe('deny');
  });
});
