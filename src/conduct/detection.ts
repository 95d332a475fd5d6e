import type { ObservationEvent } from '../model/event.ts';
import type { Cell, PlannedChange } from '../plan/plan.ts';
import type { AlarmWatch } from './alarm-command.ts';
import { watchAlarm } from './alarm-command.ts';
import { recordChange } from './change-journal.ts';
import { pauseUntil } from './pause.ts';
import { showsWrong } from './policy-content.ts';
import type { Stage } from './stage.ts';

type Publish = Extract<PlannedChange, { kind: 'publish' }>;
type Rollback = Extract<PlannedChange, { kind: 'rollback' }>;

/**
 * Finds out that a publication is bad, and journals when: by the first answer that contradicts what is declared, or by the
 * command that the rollback of it names.
 */
export interface Detection {
  /** A publication was ordered. */
  begin(change: Publish, orderedAt: number): void;
  /** It is taken back, or never came to be. */
  end(id: string): Promise<void>;
  /** Every observation goes through here. */
  note(observation: ObservationEvent): void;
  /**
   * Waits until it is time to take publications back: as long after they were detected as the operator needs to decide. A
   * command is waited for as long as the phase is declared to last.
   * @returns why it is by the clock, in a sentence; undefined where one was detected
   * @throws the signal's reason once it is aborted
   */
  wait(change: Rollback, takenBack: readonly string[], signal: AbortSignal): Promise<string | undefined>;
  /** Ends every command. */
  stop(): Promise<void>;
}

interface Watched {
  readonly change: Publish;
  readonly orderedAt: number;
  readonly command: { readonly watch: AlarmWatch; readonly heard: Promise<void> } | undefined;
  detectedAt: number | undefined;
}

/** @param contradicts whether an observation contradicts what is declared at the moment */
export function watchDetection(
  stage: Stage,
  contradicts: (observation: ObservationEvent) => boolean,
): Detection {
  const { plan, clock } = stage;
  /** In order of publication. */
  const watched = new Map<string, Watched>();

  function detect(one: Watched, detector: 'probes' | 'command', note: string): void {
    one.detectedAt ??= recordChange(stage, one.change, 'detected', { detector, note });
  }

  function commandFor(change: Publish, heard: (said: string) => void): Watched['command'] {
    const rollback = plan.changes.find((one) => one.kind === 'rollback' && one.of === change.id);
    if (rollback?.kind !== 'rollback' || rollback.detector.kind !== 'command') return undefined;
    const watch = watchAlarm(stage, rollback.detector);
    return { watch, heard: watch.raised.then(heard) };
  }

  /** Whose answer it is where a rule says that it gives such a one; otherwise it may be anybody's. */
  function suspects(cell: Cell, observation: ObservationEvent): readonly Watched[] {
    const all = [...watched.values()].filter(
      ({ command, orderedAt }) => command === undefined && observation.sent >= orderedAt,
    );
    const guilty = all.filter(({ change }) =>
      change.wrong.some(
        (one) => one.cell === observation.cell && showsWrong(cell, one.answers, observation) === true,
      ),
    );
    return guilty.length > 0 || !contradicts(observation) ? guilty : all;
  }

  return {
    begin: (change, orderedAt) => {
      const command = commandFor(change, (said) => detect(one, 'command', said));
      const one: Watched = { change, orderedAt, command, detectedAt: undefined };
      watched.set(change.id, one);
    },

    end: async (id) => {
      const one = watched.get(id);
      watched.delete(id);
      await one?.command?.watch.stop();
    },

    note: (observation) => {
      const cell = plan.cells[observation.cell];
      if (watched.size === 0 || cell === undefined) return;
      for (const one of suspects(cell, observation)) detect(one, 'probes', wordsFor(cell, observation));
    },

    wait: async (change, takenBack, signal) => {
      const command = watched.get(change.of)?.command;
      if (command !== undefined) {
        const phase = plan.phases.find(({ name }) => name === change.phase);
        const until = clock.now() + (phase === undefined ? 0 : phase.to - phase.from);
        await unlessOver(command.heard, (over) => pauseUntil(clock, until, AbortSignal.any([signal, over])));
        signal.throwIfAborted();
      }
      const sources = command === undefined ? takenBack : [change.of];
      const times = sources.flatMap((id) => watched.get(id)?.detectedAt ?? []);
      if (times.length > 0) {
        await pauseUntil(clock, Math.min(...times) + change.afterMs, signal);
        return undefined;
      }
      if (command === undefined)
        return 'ordered by the clock: no decision had contradicted what was declared';
      return `ordered by the clock: the detector had raised no alarm (${command.watch.lastWord() ?? 'it is still in its first run'})`;
    },

    stop: async () => {
      await Promise.all([...watched.values()].map(async ({ command }) => command?.watch.stop()));
    },
  };
}

/** Waits for the one or the other, and leaves no timer behind. */
async function unlessOver(
  first: Promise<unknown>,
  other: (over: AbortSignal) => Promise<unknown>,
): Promise<void> {
  const over = new AbortController();
  const waiting = other(over.signal);
  waiting.catch(() => {});
  await Promise.race([first, waiting]).finally(() => over.abort());
}

function wordsFor(cell: Cell, { replica, outcome, mode }: ObservationEvent): string {
  const got =
    outcome === cell.expect ? `${outcome} by the fallback "${mode}"` : `${outcome} instead of ${cell.expect}`;
  return `${cell.as} ${cell.do} ${cell.on} on ${replica}: ${got}`;
}
