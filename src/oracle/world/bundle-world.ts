import type { Contract } from '../../contract/contract.ts';
import type { Interval } from '../../model/time.ts';
import { crashes } from './crashes.ts';
import { lingering, mayTakeAway, spansOn, takesAway } from './fault-span.ts';
import type { FaultSpan } from './fault-span.ts';
import { certainSpans } from './lapses.ts';
import { joined, startingLater } from './outage.ts';
import type { Outage } from './outage.ts';
import type { Presence } from './presence.ts';
import type { WorldFacts } from './world-facts.ts';

/** Longest between two questions of a sound replica to the bundle service: a poll, and the answer that a long poll waits for. */
export function roundMs({ pollEveryMs, longPollMs }: Contract['policy']): number {
  return pollEveryMs + (longPollMs ?? 0);
}

/**
 * When a replica's bundle is older than the contract lets it decide on: not confirmed for `policy.maxAge`. The age counts from
 * when the confirming request was sent, so the last confirmation is at the latest of the moment when the bundle service was
 * proved out, and what a replica takes to read it (no longer than it takes to answer anybody); at the earliest of one
 * round before that was asked for, and of the one round more that the answer may have taken. Nothing is confirmed
 * while a replica stands still, and a restart makes nothing younger.
 *
 * What comes with a policy that is frozen is the confirmation of then: a replica that has none as new may rightly believe it,
 * once. One that fetches policy at run time knows nothing but the answer, and is confirmed by it for ever. A policy that
 * comes with the release does not expire.
 */
export function bundleExpired(facts: WorldFacts, presence: Presence, replica: string): Outage {
  const { policy, budgetMs } = facts.contract;
  const { maxAgeMs, onExpired, distribution } = policy;
  if (onExpired === 'keep' || distribution === 'release') return { certain: [], possible: [] };
  const earliestMs = maxAgeMs - 2 * roundMs(policy);
  const onBundle = spansOn(facts.faults, replica, 'bundle-service');
  const certain = joined(
    onBundle.filter(takesAway).flatMap((span) => unconfirmed(facts, policy, span, replica)),
  );
  const interrupted = [
    ...onBundle.filter(mayTakeAway),
    ...spansOn(facts.faults, replica, 'app').filter((span) => span.effect.kind === 'taken-away'),
  ];
  const possible = interrupted.map((span) => ({
    from: span.requested + earliestMs,
    until: span.possible.to,
    to: lingering(span).to,
  }));
  return {
    certain: startingLater(certain, maxAgeMs + budgetMs + misreadMs(facts, presence, replica)),
    possible: [
      ...possible.filter((span) => span.from <= span.until).map(({ from, to }) => ({ from, to })),
      ...startingLater(crashes(facts, 'bundle-service'), earliestMs),
      ...presence.cold,
    ],
  };
}

/** When nothing certainly confirmed the replica's bundle. */
function unconfirmed(
  facts: WorldFacts,
  policy: Contract['policy'],
  span: FaultSpan,
  replica: string,
): readonly Interval[] {
  const held = certainSpans(span, replica, facts.canaries);
  if (span.spec.type !== 'frozen') return held;
  return policy.distribution === 'runtime-fetch' ? [] : startingLater(held, roundMs(policy));
}

/** By how much a replica that was started again may misread an age that it kept by its wall clock. */
function misreadMs(facts: WorldFacts, { ends }: Presence, replica: string): number {
  if (ends.length === 0) return 0;
  return spansOn(facts.faults, replica, 'app').reduce(
    (most, { effect }) => (effect.kind === 'clock-skewed' ? Math.max(most, Math.abs(effect.skewMs)) : most),
    0,
  );
}

/** When the policy service may not have reached the bundle service. */
export function policyServiceCutOff(facts: WorldFacts): readonly Interval[] {
  return [
    ...spansOn(facts.faults, 'policy-service', 'bundle-service')
      .filter(mayTakeAway)
      .map((span) => span.possible),
    ...crashes(facts, 'bundle-service'),
  ];
}
