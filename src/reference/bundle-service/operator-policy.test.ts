import { describe, expect, it } from 'vitest';
import { fixturePath } from '../service/fixtures.ts';
import { createOperatorPolicy } from './operator-policy.ts';
import { policyNames, readPolicyContent } from './policy-content.ts';

const read = (name: string) => readPolicyContent(fixturePath('policies'), name);
const publish = { action: 'publish', by: 'authz-drill' } as const;
const rollback = { action: 'rollback', by: 'authz-drill' } as const;

describe('what the policy says about changes of itself', () => {
  it('is that operators may change it and nobody else', async () => {
    const policy = createOperatorPolicy('ledger');
    expect(policy.ask(publish).outcome).toBe('deny');
    await policy.enforce(await read('good'));
    expect(policy.ask(publish)).toEqual({ outcome: 'allow', reason: 'operators-change-policy' });
    expect(policy.ask(rollback).outcome).toBe('allow');
    expect(policy.ask({ ...publish, by: 'mallory' }).outcome).toBe('deny');
  });

  it('is what the content in force says, however bad that is', async () => {
    const policy = createOperatorPolicy('ledger');
    await policy.enforce(await read('locks-out-operator'));
    expect(policy.ask(rollback)).toEqual({ outcome: 'deny', reason: 'change-freeze' });
    await policy.enforce(await read('good'));
    expect(policy.ask(rollback).outcome).toBe('allow');
  });

  it('is nothing where its rules cannot be read', async () => {
    const policy = createOperatorPolicy('ledger');
    await policy.enforce(await read('good'));
    await policy.enforce(new Map([...(await read('good')), ['control/operators.cedar', 'permit (']]));
    expect(policy.ask(publish)).toMatchObject({
      outcome: 'deny',
      reason: expect.stringContaining('control'),
    });
  });

  it('lets the operator change every content that is drilled but the one that is there to lock them out', async () => {
    const policy = createOperatorPolicy('ledger');
    const lockedOut: string[] = [];
    for (const name of await policyNames(fixturePath('policies'))) {
      await policy.enforce(await read(name));
      if (policy.ask(rollback).outcome === 'deny') lockedOut.push(name);
    }
    expect(lockedOut).toEqual(['locks-out-operator']);
  });
});
