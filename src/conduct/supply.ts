import type { Environment } from '../environment/environment.ts';
import type { Plan } from '../plan/plan.ts';
import type { ConductOptions } from './options.ts';
import { turnstile } from './turnstile.ts';

/**
 * Stands the environments of a run up, one at a time: starting is the heaviest moment of a drill, and several at once
 * would starve those that are being measured.
 */
export interface Supply {
  /** Resolves when no other environment is being stood up. Called once for each plan, in their order. */
  enter(): Promise<Turn>;
}

/** A plan's turn to have its environment stood up. */
export interface Turn {
  /** Stands it up, or gives the one that was stood up ahead; ends the turn. */
  readonly startEnvironment: ConductOptions['startEnvironment'];
  /** Ends the turn in any case; calling it twice is harmless. */
  leave(): void;
}

export interface SupplyOptions {
  readonly plans: readonly Plan[];
  readonly startEnvironment: ConductOptions['startEnvironment'];
  /** How many environments may stand for plans whose turn is still to come. */
  readonly ahead: number;
  /** Aborting it ends the starts that are made ahead, and begins no more. */
  readonly signal: AbortSignal;
}

/**
 * Makes a supply from which nothing was asked yet. Whenever nobody waits for a turn, the environment of the plan that
 * comes next is stood up ahead. One that is not asked for in the end is left to whoever owns `startEnvironment`.
 */
export function supplyEnvironments({ plans, startEnvironment, ahead, signal }: SupplyOptions): Supply {
  const starts = turnstile();
  /** By the position of their plans. */
  const prepared = new Map<number, Promise<Environment>>();
  let entered = 0;

  function prepareNext(): void {
    for (let next = entered; next < entered + ahead; next++) {
      const plan = plans[next];
      if (plan === undefined || signal.aborted) return;
      if (prepared.has(next)) continue;
      const environment = prepare(plan);
      // Whose plan it is hears of a failure.
      environment.catch(() => {});
      prepared.set(next, environment);
    }
  }

  async function prepare(plan: Plan): Promise<Environment> {
    const leave = await starts.enter();
    try {
      signal.throwIfAborted();
      return await startEnvironment(plan, signal);
    } finally {
      leave();
    }
  }

  return {
    enter: async () => {
      const position = entered++;
      const leave = await starts.enter();
      return {
        leave,
        startEnvironment: async (plan, until) => {
          const standing = prepared.get(position);
          prepared.delete(position);
          try {
            return await (standing ?? startEnvironment(plan, until));
          } finally {
            prepareNext();
            leave();
          }
        },
      };
    },
  };
}
