/** Decision-log records in the order they came in, each decision once, for readers who wait for more. */
export interface Records {
  append(records: readonly unknown[]): void;
  /** Records from position `after` on; waits for the first up to `waitMs`. */
  read(
    after: number,
    waitMs: number,
  ): Promise<{ readonly records: readonly unknown[]; readonly next: number }>;
  /** Answers everybody who waits with what there is. */
  release(): void;
}

/** Most records in one answer, so that a reader who comes late is not sent everything at once. */
const pageSize = 1_000;

/** Records are kept in memory for as long as the sink lives. */
export function createRecords(): Records {
  const kept: unknown[] = [];
  const decisions = new Set<string>();
  const waiting = new Set<() => void>();
  const release = (): void => {
    for (const wake of waiting) wake();
  };
  return {
    append(records) {
      for (const record of records) {
        const id = decisionId(record);
        // A sender that saw no answer sends again; a log that counted twice would be wrong.
        if (id !== undefined && decisions.has(id)) continue;
        if (id !== undefined) decisions.add(id);
        kept.push(record);
      }
      if (records.length > 0) release();
    },
    async read(after, waitMs) {
      if (kept.length <= after && waitMs > 0) await wokenWithin(waitMs, waiting);
      const records = kept.slice(after, after + pageSize);
      return { records, next: after + records.length };
    },
    release,
  };
}

async function wokenWithin(waitMs: number, waiting: Set<() => void>): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, waitMs);
  waiting.add(resolve);
  await promise;
  waiting.delete(resolve);
  clearTimeout(timer);
}

function decisionId(record: unknown): string | undefined {
  if (typeof record !== 'object' || record === null || !('decisionId' in record)) return undefined;
  return typeof record.decisionId === 'string' ? record.decisionId : undefined;
}
