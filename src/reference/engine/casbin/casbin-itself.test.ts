import { newCachedEnforcer, newEnforcer, newModelFromString, StringAdapter } from 'casbin';
import { describe, expect, it } from 'vitest';

const model = (matcher: string): string => `
[request_definition]
r = sub, act
[policy_definition]
p = sub, act, eft
[policy_effect]
e = some(where (p.eft == allow)) && !some(where (p.eft == deny))
[matchers]
m = ${matcher}
`;
const byRole = 'p.sub == r.sub.role && p.act == r.act';
const rules = new StringAdapter('p, clerk, read, allow');

/** What casbin does by itself, and why the ledger's engine is made as it is. */
describe('casbin without the ledger’s engine', () => {
  it('repeats a cached allow after its policy was cleared: no `CachedEnforcer` is in the engine', async () => {
    const enforcer = await newCachedEnforcer(
      newModelFromString(model('p.sub == r.sub && p.act == r.act')),
      rules,
    );
    expect(await enforcer.enforce('clerk', 'read')).toBe(true);
    enforcer.clearPolicy();
    expect(await enforcer.enforce('clerk', 'read')).toBe(true);
    enforcer.invalidateCache();
    expect(await enforcer.enforce('clerk', 'read')).toBe(false);
  });

  it('takes a forbid for silent whose attribute is missing: the engine lets none be read', async () => {
    const policy = new StringAdapter('p, clerk, read, allow\np, suspended, read, deny');
    const matcher = `${byRole} || (p.sub == 'suspended' && r.sub.suspended == true)`;
    const enforcer = await newEnforcer(newModelFromString(model(matcher)), policy);
    expect(await enforcer.enforce({ role: 'clerk', suspended: true }, 'read')).toBe(false);
    expect(await enforcer.enforce({ role: 'clerk' }, 'read')).toBe(true);
  });

  it('takes an effect that it does not know for none: the engine refuses to load it', async () => {
    const policy = new StringAdapter('p, clerk, read, allow\np, clerk, read, forbid');
    const enforcer = await newEnforcer(newModelFromString(model(byRole)), policy);
    expect(await enforcer.enforce({ role: 'clerk' }, 'read')).toBe(true);
  });

  it('evaluates the matcher without a rule, too, and may allow by it: the engine denies before', async () => {
    const enforcer = await newEnforcer(newModelFromString(model('p.sub == r.sub.role')), rules);
    enforcer.clearPolicy();
    expect(await enforcer.enforce({ role: '' }, 'read')).toBe(true);
  });
});
