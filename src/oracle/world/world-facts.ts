import type { Contract } from '../../contract/contract.ts';
import type { CanaryEvent, ProcessEvent } from '../../model/event.ts';
import type { Interval } from '../../model/time.ts';
import type { FaultSpan } from './fault-span.ts';
import type { PresenceFacts } from './presence.ts';

/** What the worlds are made from. */
export interface WorldFacts extends PresenceFacts {
  readonly contract: Contract;
  readonly faults: readonly FaultSpan[];
  readonly canaries: readonly CanaryEvent[];
  /** Processes that ended although nobody asked them to. */
  readonly exits: readonly ProcessEvent[];
  /** When the policy service may come to no answer in time, by a rule of its own or what that leaves behind. */
  readonly slow: readonly Interval[];
}
