import { describe, expect, it } from 'vitest';
import { createCedarEngine } from './cedar-engine.ts';
import { PolicyRejected, type PolicyFiles, type PolicyQuestion } from './engine.ts';

const schema = `
  entity User;
  entity Doc;
  action "read" appliesTo { principal: [User], resource: [Doc], context: { data: { closed: Bool, limit?: Long } } };
  action "list" appliesTo { principal: [User], resource: [Doc] };`;
const policies = `
  @id("everybody") permit (principal, action, resource);
  @id("closed") forbid (principal, action == Action::"read", resource) when { context.data.closed };`;

const files = (data: string | undefined, text = policies): PolicyFiles =>
  new Map([
    ['main/schema.cedarschema', schema],
    ['main/policies.cedar', text],
    ...(data === undefined ? [] : [['main/data.json', data] as const]),
  ]);
const question: PolicyQuestion = {
  subject: { type: 'User', id: 'u', properties: {} },
  action: 'read',
  resource: { type: 'Doc', id: 'd', properties: {} },
  context: {},
};

describe('the data of a policy set', () => {
  it('is what its policies read, and nothing that a caller says', async () => {
    const engine = createCedarEngine();
    await engine.activate(files('{"closed":false}'));
    expect(engine.decide('main', question)).toEqual({ outcome: 'allow', reason: 'everybody' });
    await engine.activate(files('{"closed":true}'));
    const liar = { ...question, context: { data: { closed: false } } };
    expect(engine.decide('main', liar)).toEqual({ outcome: 'deny', reason: 'closed' });
    expect(engine.decide('main', { ...liar, action: 'list' }).outcome).toBe('allow');
  });

  it.each([
    ['is no JSON', '{"closed":', 'main/data.json'],
    ['is no object', '[]', 'no JSON object'],
    ['is null', 'null', 'no JSON object'],
    ['lacks what is declared', '{}', 'closed'],
    ['has another type', '{"closed":"no"}', 'not valid'],
    ['has more than is declared', '{"closed":true,"open":true}', 'open'],
    ['has a number that would lose digits', '{"closed":true,"limit":9007199254740993}', 'exactly'],
    ['has a fraction', '{"closed":true,"limit":1.5}', 'exactly'],
    ['is missing', undefined, 'data'],
  ])('is refused with its policies when it %s, and both stay what they were', async (_, data, reason) => {
    const engine = createCedarEngine();
    await engine.activate(files('{"closed":false}'));
    const shut = files(data, 'forbid (principal, action, resource);');
    const refusal = await engine.prepare(shut).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(PolicyRejected);
    expect(String(refusal)).toContain(reason);
    expect(engine.decide('main', question).outcome).toBe('allow');
  });

  it('is in force together with its policies', async () => {
    const engine = createCedarEngine();
    await engine.activate(files('{"closed":false}'));
    const open =
      '@id("unless-open") forbid (principal, action == Action::"read", resource) when { context.data.closed == false };';
    const putInForce = await engine.prepare(files('{"closed":true}', `${policies}${open}`));
    expect(engine.decide('main', question)).toEqual({ outcome: 'allow', reason: 'everybody' });
    putInForce();
    expect(engine.decide('main', question)).toEqual({ outcome: 'deny', reason: 'closed' });
  });
});
