import { Agent, request } from 'undici';
import { z } from 'zod';
import type { PolicyQuestion } from '../engine/engine.ts';
import { NoDecision } from '../policy-service/evaluate.ts';
import type { Decider } from '../policy-service/open-service.ts';
import { timeLimit } from '../service/time-limit.ts';
import { bundleName } from './opa-config.ts';

/** OPA as the one who decides. */
export interface OpaClient extends Decider {
  /** Whether it answers at all, with or without a policy. */
  isUp(): Promise<boolean>;
  close(): Promise<void>;
}

/** Longer than anybody waits for the policy service. */
const answerWithinMs = 1_000;
const address = 'http://opa';

/** Whatever else OPA says that is not this is no decision. */
const answer = z.object({
  result: z.object({ allow: z.boolean(), reason: z.string() }).optional(),
  provenance: z
    .object({ bundles: z.record(z.string(), z.object({ revision: z.coerce.number() })).default({}) })
    .default({ bundles: {} }),
});

/** Asks the OPA that listens on a socket of the file system, by its data API. */
export function createOpaClient(socketPath: string): OpaClient {
  const dispatcher = new Agent({ connect: { socketPath } });

  /** An answer names the revision it was made under: OPA reads both in one transaction. */
  async function ask(document: string, input: object, signal?: AbortSignal): Promise<z.infer<typeof answer>> {
    const late = timeLimit(answerWithinMs);
    const { statusCode, body } = await request(`${address}/v1/data/ledger/remote/${document}`, {
      dispatcher,
      // OPA gives up an evaluation that nobody waits for.
      signal: signal === undefined ? late : AbortSignal.any([late, signal]),
      method: 'POST',
      query: { provenance: true },
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ input }),
    });
    const text = await body.text();
    if (statusCode !== 200) throw new Error(`it answered ${statusCode}: ${text}`);
    return answer.parse(JSON.parse(text));
  }

  async function isUp(): Promise<boolean> {
    const { statusCode, body } = await request(`${address}/health`, {
      dispatcher,
      signal: timeLimit(answerWithinMs),
    });
    await body.dump();
    return statusCode === 200;
  }

  return {
    isUp: () => isUp().catch(() => false),
    evaluate: async ({ subject, action, resource, context }: PolicyQuestion, signal) => {
      const input = { subject, action: { name: action }, resource, context };
      const { result, provenance } = await orNoDecision(ask('decision', input, signal));
      const policyRevision = provenance.bundles[bundleName]?.revision;
      if (result === undefined || policyRevision === undefined)
        throw new NoDecision('OPA has no policy to decide by');
      return { decision: result.allow, context: { policyRevision, reason: result.reason } };
    },
    revision: async () =>
      (await orNoDecision(ask('nothing', {}))).provenance.bundles[bundleName]?.revision ?? 0,
    close: () => dispatcher.destroy(),
  };
}

/** An OPA that is down, too slow or out of its mind has not decided: that is for the caller to see, and never a deny. */
async function orNoDecision<T>(asked: Promise<T>): Promise<T> {
  try {
    return await asked;
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new NoDecision(`OPA does not answer: ${why}`, { cause });
  }
}
