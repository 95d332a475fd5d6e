/**
 * Loaded into a replica before its program (`node --import`). It can move the wall clock that the program reads: on
 * SIGUSR2 it reads milliseconds from the file that AUTHZ_DRILL_CLOCK_FILE names, moves `Date` by them, and writes what it
 * has read to `<file>.ack`. Monotonic time (`performance.now`, timers) is left alone, as it is where a real clock is set.
 * A file that is there at the start holds from the start on.
 */
import { readFileSync, writeFileSync } from 'node:fs';

const file = process.env['AUTHZ_DRILL_CLOCK_FILE'];
const TrueDate = Date;
const trueNow = Date.now;
let skewMs = 0;

function movedNow(): number {
  return trueNow() + skewMs;
}

/** The same class in every other respect: what is an instance of one is an instance of the other. */
const MovedDate = new Proxy(TrueDate, {
  construct: (target, args, newTarget) =>
    Reflect.construct(target, args.length === 0 ? [movedNow()] : args, newTarget),
  apply: () => new TrueDate(movedNow()).toString(),
});

function moveTo(order: string): void {
  skewMs = Number.parseFloat(order) || 0;
  // Untouched while it is right, so that it costs nothing.
  globalThis.Date = skewMs === 0 ? TrueDate : MovedDate;
  TrueDate.now = skewMs === 0 ? trueNow : movedNow;
}

function readOrder(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    // Nobody has moved it.
    return undefined;
  }
}

if (file !== undefined) {
  const first = readOrder(file);
  if (first !== undefined) moveTo(first);
  process.on('SIGUSR2', () => {
    const order = readOrder(file);
    if (order === undefined) return;
    moveTo(order);
    writeFileSync(`${file}.ack`, order, { mode: 0o600 });
  });
}
