import { z } from 'zod';
import type { PolicyQuestion } from '../../engine/engine.ts';
import { NoDecision } from '../../policy-service/evaluate.ts';
import type { Decider } from '../../policy-service/open-service.ts';
import { createSocketClient, orNoDecision } from '../socket-client.ts';
import { bundleName } from './opa-config.ts';

/** OPA as the one who decides. */
export interface OpaClient extends Decider {
  /** Whether it answers at all, with or without a policy. */
  isUp(): Promise<boolean>;
  close(): Promise<void>;
}

/** Whatever else OPA says that is not this is no decision. */
const answer = z.object({
  result: z.object({ allow: z.boolean(), reason: z.string() }).optional(),
  provenance: z
    .object({ bundles: z.record(z.string(), z.object({ revision: z.coerce.number() })).default({}) })
    .default({ bundles: {} }),
});

/** Asks the OPA that listens on a socket of the file system, by its data API. */
export function createOpaClient(socketPath: string): OpaClient {
  const client = createSocketClient('opa', socketPath);

  /** An answer names the revision it was made under: OPA reads both in one transaction. */
  async function ask(document: string, input: object, signal?: AbortSignal): Promise<z.infer<typeof answer>> {
    // OPA gives up an evaluation that nobody waits for.
    const said = await client.ask(`/v1/data/ledger/remote/${document}`, {
      query: { provenance: true },
      body: { input },
      signal,
    });
    return answer.parse(said);
  }

  return {
    isUp: () => client.isUp('/health'),
    evaluate: async ({ subject, action, resource, context }: PolicyQuestion, signal) => {
      const input = { subject, action: { name: action }, resource, context };
      const { result, provenance } = await orNoDecision('OPA', ask('decision', input, signal));
      const policyRevision = provenance.bundles[bundleName]?.revision;
      if (result === undefined || policyRevision === undefined)
        throw new NoDecision('OPA has no policy to decide by');
      return { decision: result.allow, context: { policyRevision, reason: result.reason } };
    },
    revision: async () =>
      (await orNoDecision('OPA', ask('nothing', {}))).provenance.bundles[bundleName]?.revision ?? 0,
    close: () => client.close(),
  };
}
