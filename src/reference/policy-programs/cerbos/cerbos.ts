import { NoDecision, type Evaluate } from '../../policy-service/evaluate.ts';
import type { Decider } from '../../policy-service/open-service.ts';
import { signedBundleParts } from '../../policy/distributions.ts';
import { followPolicy } from '../../policy/follow.ts';
import type { Lifetime } from '../../service/run-service.ts';
import type { PolicyProgram } from '../policy-program.ts';
import { orNoDecision } from '../socket-client.ts';
import { createCerbosClient, type CerbosAnswer, type CerbosClient } from './cerbos-client.ts';
import { startCerbos } from './cerbos-process.ts';
import { createCerbosTables, type CerbosTables } from './cerbos-tables.ts';

const pollEveryMs = 1_000;

/**
 * Cerbos: decides by the Cerbos policies in a bundle. It knows nothing of signed bundles, so the front takes and verifies
 * them as our own policy service does, and lays what is in them before Cerbos.
 */
export const cerbos: PolicyProgram = {
  async start({ program, bundleServiceUrl }) {
    const process = await startCerbos(program);
    const client = createCerbosClient(process.socketPath);
    const { policyFolder } = process;
    const tables = createCerbosTables({ client, policyFolder, program });
    return {
      process,
      isUp: () => client.isUp(),
      decider: (lifetime) => followBundles(client, tables, bundleServiceUrl, lifetime),
      close: () => client.close(),
    };
  },
};

async function followBundles(
  client: CerbosClient,
  tables: CerbosTables,
  bundleServiceUrl: string,
  lifetime: Lifetime,
): Promise<Decider> {
  const policy = await followPolicy(
    await signedBundleParts(bundleServiceUrl, pollEveryMs, { engine: tables, stateFolder: undefined }),
    { name: 'policy-service', bundleServiceUrl, pollEveryMs, longPollMs: null },
    lifetime,
  );
  const revision = (): number => policy.revision();
  return { evaluate: evaluateWith(client, tables, revision), revision };
}

/**
 * Asks the version in force, and names the revision that it was made of: both are read at one moment. A question that nobody waits for
 * any more is not taken back: it may be the one for which Cerbos is compiling its policies, and that would have to begin again.
 */
export function evaluateWith(client: CerbosClient, tables: CerbosTables, revision: () => number): Evaluate {
  return async (question) => {
    const version = tables.inForce();
    const policyRevision = revision();
    if (version === undefined) throw new NoDecision('Cerbos has no policy to decide by');
    const answer = await orNoDecision('Cerbos', client.check(version, question));
    if (!(await isBy(version, answer, tables)))
      throw new NoDecision('Cerbos no longer has the policies to decide by');
    return { decision: answer.allow, context: { policyRevision, reason: reasonOf(answer) } };
  };
}

/** Cerbos also denies what it has no policy for: whether that is what the policies mean depends on whether they are there. */
async function isBy(version: string, { policy }: CerbosAnswer, tables: CerbosTables): Promise<boolean> {
  if (policy !== undefined) return policy.endsWith(`.v${version}`);
  return orNoDecision('Cerbos', tables.has(version));
}

function reasonOf({ allow, permit, forbid }: CerbosAnswer): string {
  if (allow) return permit.join(' ');
  if (forbid.length > 0) return forbid.join(' ');
  // Strict evaluation: a rule that cannot be evaluated denies and says nothing, and is known only by what permitted before it.
  return permit.length > 0 ? 'a rule could not be evaluated' : 'no policy permits it';
}
