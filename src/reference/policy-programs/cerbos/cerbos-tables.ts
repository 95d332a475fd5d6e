import { execFile } from 'node:child_process';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { PolicyRejected, type PolicyQuestion } from '../../engine/engine.ts';
import type { PolicyLoader } from '../../policy/policy-parts.ts';
import type { CerbosClient } from './cerbos-client.ts';
import { markerResource, stampPolicies } from './stamp-policy.ts';

/** The policies of a Cerbos, of which one version at a time is asked. */
export interface CerbosTables extends PolicyLoader {
  /** The version that is in force; undefined before the first. */
  inForce(): string | undefined;
  /** Whether Cerbos has that version. @throws Error where it does not answer */
  has(version: string): Promise<boolean>;
}

/** What they are kept in. */
interface Parts {
  readonly client: CerbosClient;
  readonly policyFolder: string;
  /** Path or name of the program, which can also say what is wrong with policies. */
  readonly program: string;
}

/** From a reload that was acknowledged to the answers that show it: after this, it is time to ask what is wrong. */
const usuallyLiveWithinMs = 1_000;
/** So long where nothing is wrong: the machine may have other things to do. */
const liveWithinMs = 15_000;
const answerWithinMs = 10_000;
const askEveryMs = 20;
const compileWithinMs = 10_000;

/**
 * Every activation is a version of its own, loaded beside the one in force and proved to be there by an answer. What is put in
 * force after that is only which version is asked: in one go, with nobody ever answered by a half of each. Cerbos itself would say
 * 200 to a reload after which it goes on with the old policies, because one of the new ones does not compile.
 */
export function createCerbosTables({ client, policyFolder, program }: Parts): CerbosTables {
  let count = 0;
  let current: string | undefined;
  /** There, and asked no more since another is in force. */
  let former: string | undefined;

  async function lay(version: string, files: ReadonlyMap<string, string>): Promise<void> {
    await mkdir(join(policyFolder, version));
    for (const [name, text] of files) await writeFile(join(policyFolder, version, name), text);
  }

  async function remove(version: string): Promise<void> {
    await rm(join(policyFolder, version), { recursive: true, force: true });
  }

  async function has(version: string, withinMs?: number): Promise<boolean> {
    return (await client.check(version, isItThere, withinMs)).allow;
  }

  /** Cerbos compiles its policies for the first question after a reload: whoever does not wait for it makes it begin again. */
  async function isLiveWithin(ms: number, version: string): Promise<boolean> {
    const until = performance.now() + ms;
    do {
      if (await has(version, answerWithinMs).catch(() => false)) return true;
      await pause(askEveryMs);
    } while (performance.now() < until);
    return false;
  }

  async function load(version: string): Promise<void> {
    const [refused] = await Promise.allSettled([client.reload()]);
    if (await isLiveWithin(usuallyLiveWithinMs, version)) return;
    await compile(program, policyFolder);
    if (refused.status === 'rejected') throw refused.reason;
    if (!(await isLiveWithin(liveWithinMs, version)))
      throw new Error(`Cerbos does not answer by its new policies within ${liveWithinMs} ms`);
  }

  return {
    inForce: () => current,
    has,
    async prepare(policies) {
      const version = `table${(count += 1)}`;
      const files = stampPolicies(policies, version);
      if (former !== undefined) await remove(former);
      former = undefined;
      try {
        await lay(version, files);
        await load(version);
      } catch (error) {
        await remove(version);
        throw error;
      }
      return () => {
        former = current;
        current = version;
      };
    },
  };
}

const isItThere: PolicyQuestion = {
  subject: { type: 'Front', id: 'front', properties: {} },
  action: 'ask',
  resource: { type: markerResource, id: markerResource, properties: {} },
  context: {},
};

/** @throws PolicyRejected with what Cerbos' compiler has against these policies */
async function compile(program: string, folder: string): Promise<void> {
  try {
    await promisify(execFile)(
      program,
      ['compile', '--skip-tests', '--output=list', '--color=never', folder],
      {
        timeout: compileWithinMs,
      },
    );
  } catch (cause) {
    if (!(cause instanceof Error)) throw cause;
    const said = 'stdout' in cause ? String(cause.stdout).trim() : '';
    throw new PolicyRejected(`Cerbos cannot compile it: ${said === '' ? cause.message : said}`, { cause });
  }
}
