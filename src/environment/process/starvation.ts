import { readFileSync } from 'node:fs';
import type { StallEvent } from '../../model/event.ts';
import type { RunningProcess } from '../environment.ts';
import { parsePressure, parseSchedstat, trackWait } from './run-queue-wait.ts';
import type { Starvation, WaitLimits, WaitTracker } from './run-queue-wait.ts';

/** A span in which somebody had to wait for a processor. */
export type StarvationSpan = Pick<StallEvent, 'from' | 'to' | 'source' | 'stalledMs'>;

export interface StarvationWatchOptions extends Partial<WaitLimits> {
  /** Whom to watch besides ourselves (`harness`). */
  readonly processes: readonly RunningProcess[];
  /** The journal's monotonic clock, in milliseconds. */
  readonly now: () => number;
  /** Told of a span when it has come to an end, and at least once a second while it lasts. */
  readonly onStarved: (span: StarvationSpan) => void;
  /** Pause between two samples. */
  readonly everyMs?: number;
  /** Where the kernel shows its figures; `/proc` unless given. */
  readonly proc?: string;
}

export interface StarvationWatch {
  /**
   * What this system lets us see: each process's own waiting; only that somebody on the machine waited
   * (source `cpu`); or nothing, and then that nothing was reported says nothing.
   */
  readonly sees: 'processes' | 'machine' | 'nothing';
  /** Watches one more process from now on, in the place of an earlier one of that name. */
  follow(process: RunningProcess): void;
  /** Reports the spans that are still open, and ends. */
  stop(): void;
}

const defaults = { thresholdMs: 50, windowMs: 250, everyMs: 50 } as const;

/** Somebody who may starve, and how long it has waited in all its life, in milliseconds. */
interface Source {
  readonly name: string;
  readonly waitedMs: () => number | undefined;
  readonly tracker: WaitTracker;
}

/**
 * Watches how long processes wait for a processor, which is what tells a slow machine from a slow application.
 * The pressure of the whole machine is only looked at where the waiting of single processes cannot be seen: on
 * a busy machine somebody always waits, and that excuses nobody who did not.
 */
export function watchStarvation(options: StarvationWatchOptions): StarvationWatch {
  const { processes, now, onStarved, everyMs = defaults.everyMs, proc = '/proc' } = options;
  const { thresholdMs = defaults.thresholdMs, windowMs = defaults.windowMs } = options;
  const source = (name: string, file: string, parse: (text: string) => number | undefined): Source => ({
    name,
    waitedMs: () => readFigure(`${proc}/${file}`, parse),
    tracker: trackWait({ thresholdMs, windowMs }),
  });
  const sourceOf = ({ name, pid }: RunningProcess): Source =>
    source(name, `${pid}/schedstat`, parseSchedstat);
  const own = [source('harness', 'self/schedstat', parseSchedstat), ...processes.map(sourceOf)].filter(
    isVisible,
  );
  const machine = own.length > 0 ? [] : [source('cpu', 'pressure/cpu', parsePressure)].filter(isVisible);
  let watched = [...own, ...machine];

  const report = (name: string, span: Starvation | undefined): void => {
    if (span !== undefined) onStarved({ ...span, source: name });
  };
  const sample = (): void => {
    watched = watched.filter(({ name, waitedMs, tracker }) => {
      const before = now();
      const waited = waitedMs();
      const after = now();
      // It has ended: whoever watches processes tells of that.
      if (waited === undefined) report(name, tracker.close());
      else report(name, tracker.observe({ before, after, waitedMs: waited }));
      return waited !== undefined;
    });
  };
  const machineOrNothing = machine.length > 0 ? 'machine' : 'nothing';
  const sees = own.length > 0 ? 'processes' : machineOrNothing;
  sample();
  const timer = setInterval(sample, everyMs).unref();
  return {
    sees,
    follow: (process) => {
      if (sees !== 'processes') return;
      for (const { name, tracker } of watched) if (name === process.name) report(name, tracker.close());
      watched = [...watched.filter(({ name }) => name !== process.name), sourceOf(process)];
    },
    stop: () => {
      clearInterval(timer);
      sample();
      for (const { name, tracker } of watched) report(name, tracker.close());
      watched = [];
    },
  };
}

function isVisible({ waitedMs }: Source): boolean {
  return waitedMs() !== undefined;
}

/** Read at once and not in turn with others: the kernel answers from memory, and the moment of reading matters. */
function readFigure(file: string, parse: (text: string) => number | undefined): number | undefined {
  try {
    return parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}
