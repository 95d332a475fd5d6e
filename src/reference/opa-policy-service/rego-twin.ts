import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** A policy content that says in Cedar something to the policy service which it does not say in Rego. */
export interface TwinlessPolicy {
  readonly policy: string;
  /** What has no twin: `remote/vendor-onboarding.cedar`. */
  readonly files: readonly string[];
}

/**
 * Finds the policy contents that would be published and never be noticed by OPA, which reads only the Rego in a bundle. Data is
 * read by both, and what replicas decide by themselves is none of the policy service's business.
 * @param folder of the policy contents
 * @param policies names of those that may be published; those that are not there are somebody else's to miss
 */
export async function withoutRegoTwin(
  folder: string,
  policies: Iterable<string>,
): Promise<readonly TwinlessPolicy[]> {
  const found = await Promise.all(
    [...new Set(policies)].map(async (policy) => {
      const cedar = await filesIn(join(folder, policy, 'remote'), '.cedar');
      const rego = await filesIn(join(folder, policy, 'rego'), '.rego');
      return { policy, files: rego.length > 0 ? [] : cedar.map((file) => `remote/${file}`) };
    }),
  );
  return found.filter(({ files }) => files.length > 0);
}

async function filesIn(folder: string, extension: string): Promise<readonly string[]> {
  try {
    return (await readdir(folder)).filter((name) => name.endsWith(extension)).toSorted();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}
