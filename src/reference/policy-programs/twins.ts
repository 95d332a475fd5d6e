import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Twin } from './known-programs.ts';

/** A policy content that says in Cedar something to the policy service which it does not say in another language. */
export interface TwinlessPolicy {
  readonly policy: string;
  /** What has no twin: `remote/vendor-onboarding.cedar`. */
  readonly files: readonly string[];
}

/**
 * Finds the policy contents that would be published and never be noticed by a program that reads only its own language in a
 * bundle. Data is read by all, and what replicas decide by themselves is none of the policy service's business.
 * @param folder of the policy contents
 * @param policies names of those that may be published; those that are not there are somebody else's to miss
 */
export async function withoutTwin(
  folder: string,
  policies: Iterable<string>,
  twin: Twin,
): Promise<readonly TwinlessPolicy[]> {
  const found = await Promise.all(
    [...new Set(policies)].map(async (policy) => {
      const cedar = await filesIn(join(folder, policy, 'remote'), '.cedar');
      const own = await filesIn(join(folder, policy, twin.folder), twin.extension);
      return { policy, files: own.length > 0 ? [] : cedar.map((file) => `remote/${file}`) };
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
