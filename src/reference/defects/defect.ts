import type { Violation } from '../../model/violation.ts';
import type { Connections } from '../app/connections.ts';
import type { Parts } from '../app/decide/parts.ts';
import type { PolicyParts } from '../policy/policy-parts.ts';

/** A defect: swaps or wraps the sound parts that the mistake concerns. */
export type Seed = (parts: Parts, connections: Connections) => Parts;

/** A defect of how a replica comes by its policy: swaps or wraps what the policy is kept by, before any is. */
export type SeedPolicy = (parts: PolicyParts, replica: string) => PolicyParts;

/** What a defect changes: what a replica decides with, what its policy is kept by, or both. */
export interface Seeds {
  readonly seed?: Seed;
  readonly seedPolicy?: SeedPolicy;
}

/** A mistake that real applications make, as the reference application can be started with it. */
export interface SeededDefect {
  /** What is wrong, in a line. */
  readonly description: string;
  readonly shownBy: ShownBy;
  readonly load: () => Promise<Seeds>;
}

/** Which drill must find a defect, and by what name: its cause, not a side effect. */
export interface ShownBy {
  /** Id of the scenario that is made for it. */
  readonly scenario: string;
  /** Id of the check that must fail. */
  readonly check: string;
  /** What the answers that show it are called. */
  readonly violation: Violation;
}

/** Defects by id, which says what goes wrong in a few words and is the name of the defect's file. */
export type Defects = Readonly<Record<string, SeededDefect>>;
