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

/** Reads the decision log through the control port of the log sink. */
export function logReader(sinkControlUrl: string): Environment['readLog'] {
  return async (after, waitMs, signal) => {
    const url = `${sinkControlUrl}/control/records?after=${after}&waitMs=${Math.round(waitMs)}`;
    const page = pageSchema.parse(await controlCall(url, { signal }));
    return { records: page.records.flatMap(asRecord), next: page.next };
  };
}

/** What is no decision record is left out: the decision that it should have told of then counts as unlogged. */
function asRecord(value: unknown): readonly DecisionRecord[] {
  const parsed = recordSchema.safeParse(value);
  return parsed.success ? [parsed.data] : [];
}
