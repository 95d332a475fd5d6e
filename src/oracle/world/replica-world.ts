import type { Dependency } from '../../model/fault.ts';
import type { Interval } from '../../model/time.ts';
import { crashes } from './crashes.ts';
import { lingering, mayTakeAway, spansOn, takesAway } from './fault-span.ts';
import { inputWorld } from './input-world.ts';
import type { InputWorld } from './input-world.ts';
import { certainSpans } from './lapses.ts';
import { bundleExpired } from './bundle-world.ts';
import { joined, startingLater } from './outage.ts';
import type { Outage } from './outage.ts';
import { presenceOf } from './presence.ts';
import type { Presence } from './presence.ts';
import type { WorldFacts } from './world-facts.ts';

/** What one replica's decisions rest on, and when each of it was, or may have been, broken. */
export interface ReplicaWorld {
  readonly presence: Presence;
  readonly policyService: Outage;
  readonly logSink: Outage;
  /** The log sink had been out for so long that the replica must have noticed. */
  readonly logLost: readonly Interval[];
  /** When the replica's bundle was older than the contract lets it decide on. */
  readonly bundleExpired: Outage;
  /** An input that is fetched from a service, as it was for decisions on one subject; undefined where it is none. */
  input(name: string, subject: string): InputWorld | undefined;
}

/** The world as one replica meets it. */
export function replicaWorld(facts: WorldFacts, replica: string): ReplicaWorld {
  const presence = presenceOf(facts, replica);
  const { contract } = facts;
  const inputs = new Map<string, InputWorld>();
  const logSink = outage(facts, presence, replica, 'log-sink');
  return {
    presence,
    policyService: outage(facts, presence, replica, 'policy-service'),
    logSink,
    logLost: startingLater(logSink.certain, 2 * (contract.normalWithinMs + contract.budgetMs)),
    bundleExpired: bundleExpired(facts, presence, replica),
    input(name, subject) {
      const declared = contract.inputs[name];
      if (declared === undefined || declared.local) return undefined;
      const key = `${name} ${subject}`;
      const known = inputs.get(key);
      if (known !== undefined) return known;
      const made = inputWorld(facts, presence, replica, subject, { name, ...declared });
      inputs.set(key, made);
      return made;
    },
  };
}

/**
 * A replica that is cold, or that stood still, may miss the time-outs of whatever it asks. Under a rule that is slow the policy
 * service may come to no answer in time, for any question: it has other things to do.
 */
function outage(
  facts: WorldFacts,
  { cold, paused }: Presence,
  replica: string,
  dependency: Dependency,
): Outage {
  const all = spansOn(facts.faults, replica, dependency);
  const slow = dependency === 'policy-service' ? facts.slow : [];
  return {
    certain: joined(all.filter(takesAway).flatMap((span) => certainSpans(span, replica, facts.canaries))),
    possible: [
      ...all.filter(mayTakeAway).map(lingering),
      ...crashes(facts, dependency),
      ...slow,
      ...cold,
      ...paused,
    ],
  };
}
