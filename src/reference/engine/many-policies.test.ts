import { isAuthorized } from '@cedar-policy/cedar-wasm/nodejs';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createCedarEngine } from './cedar-engine.ts';
import { PolicyRejected, type PolicyFiles, type PolicyQuestion } from './engine.ts';

const schema = `
  entity User;
  entity Doc;
  action "read" appliesTo { principal: [User], resource: [Doc], context: { n: Long } };`;
const question = (n: number): PolicyQuestion => ({
  subject: { type: 'User', id: 'u', properties: {} },
  action: 'read',
  resource: { type: 'Doc', id: 'd', properties: {} },
  context: { n },
});
const files = (policies: string): PolicyFiles =>
  new Map([
    ['main/schema.cedarschema', schema],
    ['main/policies.cedar', policies],
  ]);

/** A rule that holds for one `n`. */
interface Rule {
  readonly effect: 'permit' | 'forbid';
  readonly n: number;
}
const textOf = ({ effect, n }: Rule, index: number): string =>
  `@id("rule-${index}") ${effect} (principal, action, resource) when { context.n == ${n} };`;

/** What Cedar says of all the rules in one call, by the names of the rules. */
function atOnce(rules: readonly Rule[], n: number): string {
  const answer = isAuthorized({
    principal: { type: 'User', id: 'u' },
    action: { type: 'Action', id: 'read' },
    resource: { type: 'Doc', id: 'd' },
    context: { n },
    entities: [],
    policies: {
      staticPolicies: Object.fromEntries(rules.map((rule, i) => [`rule-${i}`, textOf(rule, i)])),
    },
  });
  if (answer.type === 'failure') return 'failure';
  const { decision, diagnostics } = answer.response;
  return `${decision} ${diagnostics.reason.toSorted().join(' ') || 'no policy permits it'}`;
}

describe('a set of many policies', () => {
  it('decides, and gives its reasons, as Cedar does for all of them at once', async () => {
    const rule = fc.record({
      effect: fc.constantFrom('permit' as const, 'permit' as const, 'forbid' as const),
      n: fc.nat(9),
    });
    const property = fc.asyncProperty(
      fc.array(rule, { maxLength: 330, size: 'max' }),
      async (rules: readonly Rule[]) => {
        const engine = createCedarEngine();
        await engine.activate(files(rules.map(textOf).join('\n')));
        for (let n = 0; n <= 10; n++) {
          const { outcome, reason } = engine.decide('main', question(n));
          expect(`${outcome} ${reason}`).toBe(atOnce(rules, n));
        }
      },
    );
    await fc.assert(property, { numRuns: 5 });
  });

  it('denies when a policy fails, however far from those that permit', async () => {
    const engine = createCedarEngine();
    const rules = Array.from({ length: 300 }, (_, i) => textOf({ effect: 'permit', n: 1 }, i));
    rules[250] =
      '@id("overflow") forbid (principal, action, resource) when { context.n * 4611686018427387904 < 0 };';
    await engine.activate(files(rules.join('\n')));
    expect(engine.decide('main', question(1)).outcome).toBe('allow');
    const { outcome, reason } = engine.decide('main', question(4));
    expect([outcome, reason.startsWith('policy overflow failed')]).toEqual(['deny', true]);
  });

  it('is examined in a thread of its own, and refused as a small one is', async () => {
    const engine = createCedarEngine();
    const rules = Array.from({ length: 600 }, (_, i) => textOf({ effect: 'permit', n: i }, i));
    await engine.activate(files(rules.join('\n')));
    expect(engine.decide('main', question(599))).toEqual({ outcome: 'allow', reason: 'rule-599' });
    const wrong = [...rules, '@id("wrong") permit (principal, action, resource) when { context.m == 1 };'];
    const refusal = await engine.prepare(files(wrong.join('\n'))).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(PolicyRejected);
    expect(String(refusal)).toContain('policy wrong');
    expect(engine.decide('main', question(599)).outcome).toBe('allow');
  });
});
