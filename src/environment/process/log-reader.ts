import { z } from 'zod';
import type { DecisionRecord, Environment } from '../environment.ts';
import { controlCall } from './control-call.ts';

const recordSchema = z.object({
  decisionId: z.string(),
  replica: z.string(),
  subject: z.string(),
  action: z.string(),
  resource: z.string(),
  inputs: z.record(z.string(), z.unknown()),
  outcome: z.enum(['allow', 'deny']),
  mode: z.string(),
  policyRevision: z.number(),
});

const pageSchema = z.object({ records: z.array(z.unknown()), next: z.int().nonnegative() });

/**
 * Reads the decision log through the control port of the log sink.
 * @param start how many records the sink has had before: the reader's position 0
 */
export function logReader(sinkControlUrl: string, start: number): Environment['readLog'] {
  return async (after, waitMs, signal) => {
    const { records, next } = await readPage(sinkControlUrl, start + after, waitMs, signal);
    return { records: records.flatMap(asRecord), next: next - start };
  };
}

/** How many records the sink has had, read on from a number that it has had at least. */
export async function logEnd(sinkControlUrl: string, from: number, signal: AbortSignal): Promise<number> {
  let end = from;
  for (;;) {
    const { next } = await readPage(sinkControlUrl, end, 0, signal);
    if (next <= end) return end;
    end = next;
  }
}

async function readPage(
  sinkControlUrl: string,
  after: number,
  waitMs: number,
  signal: AbortSignal,
): Promise<z.infer<typeof pageSchema>> {
  const url = `${sinkControlUrl}/control/records?after=${after}&waitMs=${Math.round(waitMs)}`;
  return pageSchema.parse(await controlCall(url, { signal }));
}

/** What is no decision record is left out: the decision that it should have told of then counts as unlogged. */
function asRecord(value: unknown): readonly DecisionRecord[] {
  const parsed = recordSchema.safeParse(value);
  return parsed.success ? [parsed.data] : [];
}
