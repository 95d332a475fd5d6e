import { rename, writeFile } from 'node:fs/promises';
import { request } from 'undici';
import type { PolicyOperations, PolicyPublication } from '../environment.ts';

/** Longest that a bundle may take to be fetched. */
const fetchedWithinMs = 5_000;

/** The policy as it is deployed with a release: a signed bundle beside each replica, which reads it when it starts. */
export interface ReleaseFiles {
  /** Where a replica finds its bundle. */
  fileOf(replica: string): string;
  /** Puts the bundle that is served now beside every replica. Rejects where there is none, or it cannot be written. */
  deploy(): Promise<void>;
}

/**
 * @param bundleServiceUrl past the proxy: a release is built elsewhere
 * @param fileBeside path for a file of this environment's own
 */
export function releaseFiles(
  bundleServiceUrl: string,
  replicas: readonly string[],
  fileBeside: (name: string) => string,
): ReleaseFiles {
  const fileOf = (replica: string): string => fileBeside(`${replica}.bundle.tar.gz`);
  return {
    fileOf,
    async deploy() {
      const signal = AbortSignal.timeout(fetchedWithinMs);
      const { statusCode, body } = await request(new URL('/bundles/ledger', bundleServiceUrl), { signal });
      const archive = Buffer.from(await body.arrayBuffer());
      if (statusCode !== 200) throw new Error(`the bundle service answered ${statusCode}`);
      await Promise.all(replicas.map((replica) => replace(fileOf(replica), archive)));
    },
  };
}

/** Policy changes that are made by releases: what change control lets through is deployed, and replicas have to be restarted for it. */
export function byRelease(policies: PolicyOperations, files: ReleaseFiles): PolicyOperations {
  async function deployed(change: Promise<PolicyPublication>): Promise<PolicyPublication> {
    const publication = await change;
    await files.deploy();
    return publication;
  }
  return {
    publish: (policy, order) => deployed(policies.publish(policy, order)),
    rollback: (to, order) => deployed(policies.rollback(to, order)),
    byRestart: true,
  };
}

/** A replica that starts meanwhile reads the one or the other. */
async function replace(file: string, archive: Buffer): Promise<void> {
  const draft = `${file}.new`;
  await writeFile(draft, archive, { mode: 0o600 });
  await rename(draft, file);
}
