import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { EngineName } from './engines.ts';

/** What of a policy set is an engine's own: the ends of file names. */
const ruleFiles: Readonly<Record<EngineName, string>> = {
  cedar: '.cedar',
  'opa-wasm': 'policy.wasm',
  casbin: '.csv',
};

/** A policy content that says in Cedar something to the application which it does not say to the engine that decides there. */
export interface EngineTwinless {
  readonly policy: string;
  /** What has no twin: `local/self-service.cedar`. */
  readonly files: readonly string[];
}

/**
 * Finds the policy contents that would be published and never be noticed by an application that decides by this engine. Data
 * is read by all of them.
 * @param folder of the policy contents
 * @param policies names of those that may be published
 * @param sets what is decided in the application
 */
export async function withoutEngineTwin(
  folder: string,
  policies: Iterable<string>,
  sets: Iterable<string>,
  engine: EngineName,
): Promise<readonly EngineTwinless[]> {
  const found = await Promise.all(
    [...new Set(policies)].flatMap((policy) =>
      [...sets].map(async (set) => {
        const names = await filesIn(join(folder, policy, set));
        const cedar = names.filter((name) => name.endsWith(ruleFiles.cedar)).toSorted();
        const hasTwin = names.some((name) => name.endsWith(ruleFiles[engine]));
        return { policy, files: hasTwin ? [] : cedar.map((name) => `${set}/${name}`) };
      }),
    ),
  );
  return found.filter(({ files }) => files.length > 0);
}

async function filesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}
