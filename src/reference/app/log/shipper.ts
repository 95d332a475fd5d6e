import type { Contract } from '../../../contract/contract.ts';
import { pause } from '../../service/pause.ts';
import type { DecisionLog, DecisionRecord } from './decision-log.ts';

/** How records get to the sink, and what to do when they do not. */
interface ShipperOptions {
  /** Sends a batch; rejects unless the sink has taken it. */
  readonly send: (batch: readonly DecisionRecord[]) => Promise<void>;
  /** `drop` loses the batch that could not be sent; otherwise records are kept until they can be. */
  readonly whenSinkDown: Contract['decisionLog']['whenSinkDown'];
  readonly onTrouble: (
    event: 'log-not-sent' | 'log-overflow',
    details: Readonly<Record<string, unknown>>,
  ) => void;
}

/** A decision log that sends its records away. */
interface Shipper extends DecisionLog {
  /** Sends what is left, once, and ends. */
  close(): Promise<void>;
}

/** How long records are gathered before they are sent. */
const gatherMs = 100;
const batchSize = 500;
/** Pause after a failed attempt; doubles up to the cap, with up to a quarter taken off by chance. */
const firstPauseMs = 100;
const longestPauseMs = 400;
/** Records kept while the sink is down: an hour at a hundred a second. Beyond it the oldest are lost, and that is reported. */
const capacity = 360_000;

/** Sends decision records in small batches, in order, one batch at a time. Appending never waits. */
export function createShipper({ send, whenSinkDown, onTrouble }: ShipperOptions): Shipper {
  let buffer: DecisionRecord[] = [];
  let failures = 0;
  let running: Promise<void> | undefined;
  const stop = new AbortController();

  async function trySending(): Promise<void> {
    const batch = buffer.slice(0, batchSize);
    try {
      await send(batch);
      failures = 0;
    } catch (error) {
      failures++;
      if (failures === 1) onTrouble('log-not-sent', { error: String(error), waiting: buffer.length });
      if (whenSinkDown !== 'drop') return;
    }
    // Records may have been appended or dropped at the front meanwhile, so take out what was sent and nothing else.
    const sent = new Set(batch);
    buffer = buffer.filter((record) => !sent.has(record));
  }

  async function run(): Promise<void> {
    await pause(gatherMs, stop.signal);
    while (buffer.length > 0 && !stop.signal.aborted) {
      await trySending();
      if (failures > 0) await pause(pauseAfter(failures), stop.signal);
      else if (buffer.length < batchSize) await pause(gatherMs, stop.signal);
    }
    running = undefined;
  }

  return {
    append(record) {
      buffer.push(record);
      if (buffer.length > capacity) {
        buffer = buffer.slice(batchSize);
        onTrouble('log-overflow', { lost: batchSize });
      }
      running ??= run();
    },
    accepting: () => failures === 0,
    async close() {
      stop.abort();
      await running;
      if (buffer.length > 0) await trySending();
    },
  };
}

function pauseAfter(failures: number): number {
  const pauseMs = Math.min(firstPauseMs * 2 ** (failures - 1), longestPauseMs);
  return pauseMs * (1 - Math.random() / 4);
}
