import { execFile } from 'node:child_process';
import { resolve, sep } from 'node:path';
import { promisify } from 'node:util';
import {
  otherPolicyService,
  type PolicyServiceProgram,
} from '../environment/process/policy-service-program.ts';
import {
  knownPrograms,
  programNames,
  type KnownProgram,
} from '../reference/policy-programs/known-programs.ts';
import { withoutTwin } from '../reference/policy-programs/twins.ts';
import { fixturePath } from '../reference/service/fixtures.ts';
import { exitCodes } from './exit-codes.ts';
import { Failure } from './failure.ts';
import { publishedBy, type Published } from './published-policies.ts';

/** Whom a drill can have as its remote policy service: ours, or another program behind a front of ours. */
export const policyServices = ['reference', ...programNames] as const;
export type PolicyServiceName = (typeof policyServices)[number];

/** One that is not ours, and works. */
export interface OtherPolicyService {
  readonly program: PolicyServiceProgram;
  /** With its version, for the record: `opa 1.9.0`. */
  readonly version: string;
}

/** What `--help` says of them. */
export const policyServiceHelp = `reference, or ${programNames
  .map(
    (name) =>
      `${name} (${knownPrograms[name].title}: the one that ${knownPrograms[name].variable} names, or on the PATH)`,
  )
  .join(', or ')}`;

/** Longest that a program may take to say its version. */
const answerWithinMs = 10_000;

/** Where things are, but for tests. */
interface Places {
  readonly env?: NodeJS.ProcessEnv;
  /** Folder of the policy contents that a drill can publish. */
  readonly policies?: string;
}

/**
 * Looks for the policy service that was asked for.
 * @returns undefined for our own
 * @throws Failure (environment) where it is not there; Failure (usage) where a plan publishes what it would not notice
 */
export async function choosePolicyService(
  name: PolicyServiceName,
  plans: readonly Published[],
  { env = process.env, policies = fixturePath('policies') }: Places = {},
): Promise<OtherPolicyService | undefined> {
  if (name === 'reference') return undefined;
  const known = knownPrograms[name];
  const program = known.find(env);
  if (program === undefined) {
    throw new Failure(`there is no ${known.title} to be the policy service`, {
      exitCode: exitCodes.environment,
      hint: `${howToInstall(known)}, or name it in ${known.variable}.`,
    });
  }
  // It is started in a folder of its own: a path must not depend on where.
  const path = program.includes(sep) ? resolve(program) : program;
  const version = `${name} ${await versionOf(path, known)}`;
  await refuseWithoutTwin(plans, policies, known);
  return { program: otherPolicyService({ POLICY_PROGRAM: name, [known.variable]: path }), version };
}

function howToInstall(known: KnownProgram): string {
  return `Install it, for example with: ${known.howToInstall}`;
}

async function versionOf(program: string, known: KnownProgram): Promise<string> {
  const { argument, pattern } = known.version;
  try {
    const { stdout } = await promisify(execFile)(program, [argument], { timeout: answerWithinMs });
    const version = pattern.exec(stdout)?.[1];
    if (version === undefined) throw new Error('it does not tell its version');
    return version;
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new Failure(`${program} is no ${known.title} that works: ${why}`, {
      exitCode: exitCodes.environment,
      hint: `${howToInstall(known)}, and name it in ${known.variable} if it is not found there.`,
      cause,
    });
  }
}

/** A drill whose bad rule never reaches the policy service would wait for it in vain. */
async function refuseWithoutTwin(
  plans: readonly Published[],
  folder: string,
  { short, twin }: KnownProgram,
): Promise<void> {
  const [first] = await withoutTwin(folder, plans.flatMap(publishedBy), twin);
  if (first === undefined) return;
  const { policy, files } = first;
  const scenarios = plans.filter((plan) => publishedBy(plan).includes(policy));
  throw new Failure(
    `policy ${policy} has no ${twin.language} twin, so that ${short} would not notice it: ${files.join(', ')} (${scenarios
      .map(({ scenario }) => scenario.id)
      .join(', ')})`,
    { hint: `Write the same rules in policies/${policy}/${twin.folder}/, or leave that scenario out.` },
  );
}
