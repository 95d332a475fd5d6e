/** Milliseconds by CLOCK_MONOTONIC, which is one and the same for all processes of a machine. */
export function monotonicMs(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}
