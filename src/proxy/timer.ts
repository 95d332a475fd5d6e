/** Longest delay that `setTimeout` keeps: beyond it Node fires after 1 ms. */
const longestTimeoutMs = 2_147_483_647;

/** A timer that can be taken back. */
export interface Timer {
  cancel(): void;
}

/**
 * Calls `run` once after `delayMs` (none or less: as soon as the event loop comes round). Any finite delay is
 * kept, also those that `setTimeout` would cut short.
 */
export function after(delayMs: number, run: () => void): Timer {
  let handle: NodeJS.Timeout;
  const arm = (leftMs: number): void => {
    handle =
      leftMs > longestTimeoutMs
        ? setTimeout(() => arm(leftMs - longestTimeoutMs), longestTimeoutMs)
        : setTimeout(run, Math.max(0, leftMs));
  };
  arm(delayMs);
  return { cancel: () => clearTimeout(handle) };
}
