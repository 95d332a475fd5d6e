import type { Clock } from './clock.ts';
import type { StallEvent } from '../model/event.ts';

const tickMs = 10;

/** Watches the harness's own event loop: a tick that comes late by `fromMs` or more was held up, and so was every measurement. */
export function watchEventLoop(
  clock: Clock,
  fromMs: number,
  onStall: (stall: StallEvent) => void,
): { stop(): void } {
  let last = clock.now();
  const timer = setInterval(() => {
    const to = clock.now();
    const stalledMs = to - last - tickMs;
    if (stalledMs >= fromMs) onStall({ type: 'stall', from: last, to, source: 'harness', stalledMs });
    last = to;
  }, tickMs);
  return { stop: () => clearInterval(timer) };
}
