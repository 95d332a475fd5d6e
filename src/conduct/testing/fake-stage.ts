import type { JournalWriter } from '../../journal/writer.ts';
import type { JournalEvent } from '../../model/event.ts';
import type { Plan } from '../../plan/plan.ts';
import { startClock } from '../clock.ts';
import type { Stage } from '../stage.ts';
import type { Timing } from '../timing.ts';
import { defaultTiming } from '../timing.ts';
import type { FakeWorld } from './fake-environment.ts';

/** A journal that is only kept in memory. */
export function memoryJournal(): {
  readonly journal: JournalWriter;
  readonly events: readonly JournalEvent[];
} {
  const events: JournalEvent[] = [];
  return {
    events,
    journal: {
      file: 'memory',
      write: (event) => void events.push(event),
      observation: (event) => void events.push(event),
      flush: async () => {},
      close: async () => {},
      failed: new Promise(() => {}),
    },
  };
}

/** A stage in a made-up world, for one part of the conductor alone. */
export async function fakeStage(
  world: FakeWorld,
  plan: Plan,
  timing: Partial<Timing> = {},
): Promise<{ readonly stage: Stage; readonly events: readonly JournalEvent[] }> {
  const { journal, events } = memoryJournal();
  const stage: Stage = {
    plan,
    environment: await world.startEnvironment(plan),
    journal,
    clock: startClock(),
    timing: { ...defaultTiming, ...timing },
    instruments: world.instruments,
    tell: () => {},
  };
  return { stage, events };
}
