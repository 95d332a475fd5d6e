import type { Contract } from '../../contract/contract.ts';
import type { PolicyAnswer } from '../engine/engine.ts';
import type { Order, Refusal } from './operation.ts';

/** Whom the contract names for changes of the policy. */
export type PolicyOwner = Pick<Contract['owner'], 'approvers' | 'breakGlass'>;

/**
 * Why a change may not be made; undefined where it may. Somebody who may approve it, and who does not ask for it, has to
 * have approved it, and the policy in force has to permit it to whoever asks. A broken glass goes past both.
 * @param ask what the policy in force says of it
 */
export function refusalOf(order: Order, owner: PolicyOwner, ask: () => PolicyAnswer): Refusal | undefined {
  if (order.breakGlass) return withoutGlass(order, owner);
  return withoutApproval(order, owner) ?? withoutPermission(order, ask());
}

function withoutGlass({ action, by }: Order, { breakGlass }: PolicyOwner): Refusal | undefined {
  if (action !== 'rollback') return unapproved('the glass is broken for rollbacks alone');
  return breakGlass.includes(by) ? undefined : unapproved(`${by} is not declared to break the glass`);
}

function withoutApproval({ by, approvedBy }: Order, { approvers }: PolicyOwner): Refusal | undefined {
  if (approvedBy === null) return unapproved('nobody has approved it');
  if (!approvers.includes(approvedBy)) return unapproved(`${approvedBy} is not declared to approve anything`);
  return approvedBy === by ? unapproved(`${by} cannot approve what is their own`) : undefined;
}

function withoutPermission({ action, by }: Order, { outcome, reason }: PolicyAnswer): Refusal | undefined {
  if (outcome === 'allow') return undefined;
  return { code: 'not-permitted', error: `the policy in force does not let ${by} ${action}: ${reason}` };
}

function unapproved(error: string): Refusal {
  return { code: 'unapproved', error };
}
