import { array, assert, boolean, constantFrom, option, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PolicyAnswer } from '../engine/engine.ts';
import { refusalOf } from './change-control.ts';
import type { Order } from './operation.ts';

const owner = { approvers: ['payments-iam', 'security'], breakGlass: ['on-call'] };
const permits = (): PolicyAnswer => ({ outcome: 'allow', reason: 'operators' });
const forbids = (): PolicyAnswer => ({ outcome: 'deny', reason: 'change-freeze' });
const order: Order = {
  action: 'publish',
  by: 'authz-drill',
  approvedBy: 'security',
  breakGlass: false,
  reason: 'test',
};

describe('change control', () => {
  it.each([
    [{}, permits, undefined],
    [{ by: 'payments-iam' }, permits, undefined],
    [{ approvedBy: null }, permits, 'unapproved'],
    [{ approvedBy: 'mallory' }, permits, 'unapproved'],
    [{ by: 'security' }, permits, 'unapproved'],
    [{}, forbids, 'not-permitted'],
    [{ action: 'rollback' }, forbids, 'not-permitted'],
    // Nobody learns what the policy says of a change that nobody has approved.
    [{ approvedBy: null }, forbids, 'unapproved'],
    [{ action: 'rollback', by: 'on-call', approvedBy: null, breakGlass: true }, forbids, undefined],
    [{ action: 'rollback', breakGlass: true }, permits, 'unapproved'],
    [{ action: 'publish', by: 'on-call', breakGlass: true }, permits, 'unapproved'],
  ] as const)('of %o: %o gives %s', (asked, ask, code) => {
    expect(refusalOf({ ...order, ...asked }, owner, ask)?.code).toBe(code);
  });

  it('says why in a sentence', () => {
    expect(refusalOf(order, owner, forbids)?.error).toBe(
      'the policy in force does not let authz-drill publish: change-freeze',
    );
    expect(refusalOf({ ...order, by: 'security' }, owner, permits)?.error).toBe(
      'security cannot approve what is their own',
    );
  });

  it('lets nothing through that nobody answers for', () => {
    const name = constantFrom('ana', 'ben', 'cem');
    const names = array(name);
    assert(
      property(
        names,
        names,
        name,
        option(name),
        boolean(),
        constantFrom('publish', 'rollback'),
        boolean(),
        (approvers, breakGlass, by, approvedBy, broken, action, permitted) => {
          const asked: Order = { action, by, approvedBy, breakGlass: broken, reason: 'test' };
          const ask = permitted ? permits : forbids;
          const isLet = refusalOf(asked, { approvers, breakGlass }, ask) === undefined;
          const isApproved = approvedBy !== null && approvedBy !== by && approvers.includes(approvedBy);
          expect(isLet).toBe(
            broken ? action === 'rollback' && breakGlass.includes(by) : isApproved && permitted,
          );
        },
      ),
    );
  });
});
