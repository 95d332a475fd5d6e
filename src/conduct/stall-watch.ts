import type { RunningProcess } from '../environment/environment.ts';
import type { StallEvent } from '../model/event.ts';
import { roundMs } from '../model/time.ts';
import { shortestTimeoutMs } from './declared-timeouts.ts';
import type { Stage } from './stage.ts';

const tickMs = 10;

/** The part of a declared time-out that a process may lose to the machine before its answers are in doubt. */
const excusingShare = 1 / 4;

/** Watches who is held up by the machine: ourselves by our own event loop, everybody else by the kernel's figures. */
export interface StallWatch {
  /** What cannot be seen on this system, in a sentence; undefined where everything can. */
  blindness(): string | undefined;
  /** Watches one more process, in the place of an earlier one of that name. */
  follow(process: RunningProcess): void;
  stop(): void;
}

/** Starts watching; every stall is journalled. */
export function watchStalls(stage: Stage): StallWatch {
  const { plan, environment, journal, clock, instruments, timing } = stage;
  const loop = watchEventLoop(clock.now, timing.stallFromMs, (stall) => journal.write(stall));
  const starvation = instruments.watchStarvation({
    processes: environment.processes,
    now: clock.now,
    thresholdMs: shortestTimeoutMs(plan.contract) * excusingShare,
    onStarved: (span) => {
      // Of ourselves the event loop tells more exactly, and a stall told twice would count twice.
      if (span.source !== 'harness')
        journal.write({ type: 'stall', ...span, stalledMs: roundMs(span.stalledMs) });
    },
  });
  return {
    blindness: () =>
      starvation.sees === 'nothing'
        ? 'how long processes wait for a processor cannot be seen here'
        : undefined,
    follow: (process) => starvation.follow(process),
    stop: () => {
      loop.stop();
      starvation.stop();
    },
  };
}

/** A tick of our own event loop that comes late by `fromMs` or more was held up, and so was every measurement. */
export function watchEventLoop(
  now: () => number,
  fromMs: number,
  onStall: (stall: StallEvent) => void,
): { stop(): void } {
  let last = now();
  const timer = setInterval(() => {
    const to = now();
    const stalledMs = roundMs(to - last - tickMs);
    if (stalledMs >= fromMs) onStall({ type: 'stall', from: last, to, source: 'harness', stalledMs });
    last = to;
  }, tickMs);
  return { stop: () => clearInterval(timer) };
}
