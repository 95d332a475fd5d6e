import type { CleanupStep } from '../environment/environment.ts';
import type { Clock } from './clock.ts';
import type { FaultKeeper } from './fault-keeper.ts';
import { messageOf } from './stop-run.ts';
import type { JournalWriter } from '../journal/writer.ts';

/** One thing to take away. */
export interface Undoing {
  readonly step: string;
  /** Rejects where it could not be done; may say more than one step. */
  undo(): Promise<readonly CleanupStep[] | void>;
}

/**
 * What a scenario has set going, newest last. Everything is taken away in reverse order, whatever became of the
 * scenario and of the steps before.
 */
export interface CleanupStack {
  /** Called as soon as there is something to take away. */
  push(undoing: Undoing): void;
  /** Never rejects. @returns whether every step succeeded */
  unwind(): Promise<boolean>;
}

export function cleanupStack(journal: JournalWriter, clock: Clock): CleanupStack {
  const stack: Undoing[] = [];

  function record({ step, ok, note }: CleanupStep): boolean {
    journal.write({ type: 'cleanup', t: clock.now(), step, ok, ...(note === undefined ? {} : { note }) });
    return ok;
  }

  return {
    push: (undoing) => void stack.push(undoing),
    unwind: async () => {
      let clean = true;
      for (let top = stack.pop(); top !== undefined; top = stack.pop()) {
        const steps = await attempt(top);
        for (const step of steps) clean = record(step) && clean;
      }
      return clean;
    },
  };
}

async function attempt(undoing: Undoing): Promise<readonly CleanupStep[]> {
  try {
    return (await undoing.undo()) ?? [{ step: undoing.step, ok: true }];
  } catch (error) {
    return [{ step: undoing.step, ok: false, note: messageOf(error) }];
  }
}

/** Heals what is left of the faults, all at once, each a step of its own. */
export function healingOf(keeper: FaultKeeper, hasten: AbortSignal): Undoing {
  return {
    step: 'heal faults',
    undo: () =>
      Promise.all(
        keeper.left().map(async (fault): Promise<CleanupStep> => {
          const step = `heal ${fault.id}`;
          try {
            return { step, ok: await keeper.heal(fault, hasten) };
          } catch (error) {
            return { step, ok: false, note: messageOf(error) };
          }
        }),
      ),
  };
}
