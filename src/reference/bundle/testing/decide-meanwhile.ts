import { setTimeout as sleep } from 'node:timers/promises';

/** The longest time that decisions waited for their turn, in milliseconds. */
export interface Waits {
  /** From the moment that one was due. */
  readonly longestMs: number;
  /** What this thread was busy with for as long, in processor time: without what others took from us meanwhile. */
  readonly longestBusyMs: number;
}

/** Decisions that are due again and again. */
interface Decisions {
  stop(): Waits;
}

/** Makes a decision every millisecond from now on, as a request that came in then would. */
export function decideMeanwhile(decide: () => unknown): Decisions {
  let longest: Waits = { longestMs: 0, longestBusyMs: 0 };
  let due = performance.now() + 1;
  let busySince = busyMs();
  let timer = setTimeout(again, 1);

  function again(): void {
    note();
    decide();
    due = performance.now() + 1;
    busySince = busyMs();
    timer = setTimeout(again, 1);
  }

  function note(): void {
    longest = {
      longestMs: Math.max(longest.longestMs, performance.now() - due),
      longestBusyMs: Math.max(longest.longestBusyMs, busyMs() - busySince),
    };
  }

  return {
    stop() {
      clearTimeout(timer);
      // The one that is due now has waited too.
      note();
      return longest;
    },
  };
}

function busyMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
}

/** How late decisions are on this machine although nobody does anything: what of a figure is not ours. */
export async function longestWaitAtRest(forMs: number): Promise<number> {
  const decisions = decideMeanwhile(() => undefined);
  await sleep(forMs);
  return decisions.stop().longestMs;
}
