import { describe, expect, it } from 'vitest';
import { PolicyRejected, type PolicyEngine } from '../engine.ts';
import { smallCasbinSet as files, smallQuestion as question } from '../testing/small-set.ts';
import { createCasbinEngine } from './casbin-engine.ts';

const readers = 'p, readers, read, true, allow';
const suspended = 'p, suspended, read, r.ctx.suspended, deny';
const novice = `p, novice, read, "r.sub.level == 'novice'", deny`;

async function engineWith(...rules: string[]): Promise<PolicyEngine> {
  const engine = createCasbinEngine(new Set(['main']));
  await engine.activate(files(rules.join('\n')));
  return engine;
}

describe('the casbin engine', () => {
  it('names the rule that decided', async () => {
    const engine = await engineWith(readers, suspended);
    expect(engine.decide('main', question)).toEqual({ outcome: 'allow', reason: 'readers' });
    expect(engine.decide('main', { ...question, context: { suspended: true } })).toEqual({
      outcome: 'deny',
      reason: 'suspended',
    });
  });

  it('denies when an attribute is missing that has to be there, or of another type', async () => {
    const engine = await engineWith(readers, suspended);
    for (const context of [{}, { suspended: null }, { suspended: 'no' }])
      expect(engine.decide('main', { ...question, context }).outcome).toBe('deny');
  });

  it('denies when a rule reads an attribute that may be missing, and is', async () => {
    const engine = await engineWith(readers, novice);
    expect(engine.decide('main', question)).toEqual({
      outcome: 'deny',
      reason: 'the policies failed: the subject has no level',
    });
    const asked = await engineWith(readers, novice.replace('"', "\"has(r.sub, 'level') && "));
    expect(asked.decide('main', question).outcome).toBe('allow');
    const beginner = { ...question.subject, properties: { level: 'novice' } };
    expect(asked.decide('main', { ...question, subject: beginner }).outcome).toBe('deny');
  });

  it('denies by a set without a rule, by one that is not there, and before there is any', async () => {
    expect((await engineWith('# none')).decide('main', question).outcome).toBe('deny');
    expect((await engineWith(readers)).decide('other', question).reason).toBe('no policy set other');
    expect(createCasbinEngine(new Set(['main'])).decide('main', question).outcome).toBe('deny');
  });

  it.each([
    ['do not parse', 'p, broken, read, r.sub.level ==, allow', 'broken|expression|Expected'],
    ['have an effect that is none', 'p, odd, read, true, forbid', 'forbid is no effect'],
    ['have a field too few', 'p, short, read, allow', 'rule short'],
  ])('keeps the earlier rules when new ones %s', async (_, rules, reason) => {
    const engine = await engineWith(readers);
    const refusal = await engine.prepare(files(rules)).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(PolicyRejected);
    expect(String(refusal)).toMatch(new RegExp(reason));
    expect(engine.decide('main', question).outcome).toBe('allow');
  });

  it.each([
    ['a model', { 'main/model.conf': '' }],
    ['a model by which a deny outweighs', { 'main/model.conf': priorityModel() }],
    ['the shape of its requests', { 'main/request-shape.json': '{}' }],
  ])('refuses a set that lacks %s', async (_, lacking) => {
    await expect((await engineWith(readers)).prepare(files(readers, lacking))).rejects.toBeInstanceOf(
      PolicyRejected,
    );
  });

  it('puts new rules in force in one step', async () => {
    const engine = await engineWith(readers);
    const putInForce = await engine.prepare(files('p, nobody, read, true, deny'));
    expect(engine.decide('main', question).reason).toBe('readers');
    putInForce();
    expect(engine.decide('main', question)).toEqual({ outcome: 'deny', reason: 'nobody' });
  });
});

function priorityModel(): string {
  const model = files('').get('main/model.conf') ?? '';
  return model.replace(/^e = .*$/m, 'e = priority(p.eft) || deny');
}
