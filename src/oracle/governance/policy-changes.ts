import type { Contract } from '../../contract/contract.ts';
import type { ChangeEvent } from '../../model/event.ts';
import type { PolicyChange, PolicyDistribution } from '../../model/result.ts';

/** How policy reaches a replica and who may change it, by the contract. */
export function declaredDistribution({ policy, owner }: Contract): PolicyDistribution {
  const { distribution: way, pollEveryMs, longPollMs, maxAgeMs, onExpired } = policy;
  return {
    way,
    pollEveryMs,
    longPollMs,
    maxAgeMs,
    onExpired,
    approvers: owner.approvers,
    breakGlass: owner.breakGlass,
  };
}

/**
 * Every order to change the policy and what became of it. An order that was refused and then went through with the glass
 * broken are two; one that reaches replica after replica is one.
 */
export function recordedChanges(events: readonly ChangeEvent[]): readonly PolicyChange[] {
  const orders = Map.groupBy(
    events.filter(({ edge }) => edge !== 'detected'),
    ({ change, breakGlass }) => JSON.stringify([change, breakGlass === true]),
  );
  return [...orders.values()].flatMap((order) => {
    const kind = order[0]?.kind;
    if (kind === undefined || kind === 'restart') return [];
    const outcomes = order.flatMap(({ edge }) => (edge === 'ordered' || edge === 'detected' ? [] : [edge]));
    const outcome = outcomes.find((edge) => edge !== 'served') ?? outcomes[0] ?? 'unanswered';
    return [
      {
        kind,
        outcome,
        by: order.find(({ by }) => by !== undefined)?.by ?? null,
        approvedBy: order.find(({ approvedBy }) => approvedBy !== undefined)?.approvedBy ?? null,
        breakGlass: order.some(({ breakGlass }) => breakGlass === true),
      },
    ];
  });
}
