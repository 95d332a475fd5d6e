import { execFile } from 'node:child_process';
import { resolve, sep } from 'node:path';
import { promisify } from 'node:util';
import {
  opaPolicyService,
  type PolicyServiceProgram,
} from '../environment/process/policy-service-program.ts';
import type { Plan } from '../plan/plan.ts';
import { findOpa } from '../reference/opa-policy-service/find-opa.ts';
import { withoutRegoTwin } from '../reference/opa-policy-service/rego-twin.ts';
import { fixturePath } from '../reference/service/fixtures.ts';
import { exitCodes } from './exit-codes.ts';
import { Failure } from './failure.ts';

/** Whom a drill can have as its remote policy service: ours, or an Open Policy Agent behind a front of ours. */
export const policyServices = ['reference', 'opa'] as const;
export type PolicyServiceName = (typeof policyServices)[number];

/** One that is not ours, and works. */
export interface OtherPolicyService {
  readonly program: PolicyServiceProgram;
  /** With its version, for the record: `opa 1.9.0`. */
  readonly version: string;
}

/** Longest that a program may take to say its version. */
const answerWithinMs = 10_000;

/** What of a plan says what is published. */
type Published = Pick<Plan, 'scenario' | 'changes' | 'faults'>;

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
  const program = findOpa(env);
  if (program === undefined) {
    throw new Failure('there is no Open Policy Agent to be the policy service', {
      exitCode: exitCodes.environment,
      hint: `${howToInstall}, so that it is on the PATH, or name it in OPA_PROGRAM.`,
    });
  }
  // It is started in a folder of its own: a path must not depend on where.
  const path = program.includes(sep) ? resolve(program) : program;
  const version = `opa ${await versionOf(path)}`;
  await refuseWithoutTwin(plans, policies);
  return { program: opaPolicyService(path), version };
}

const howToInstall = 'Install it, for example with: go install github.com/open-policy-agent/opa@v1.9.0';

async function versionOf(program: string): Promise<string> {
  try {
    const { stdout } = await promisify(execFile)(program, ['version'], { timeout: answerWithinMs });
    const version = /^Version: (\S+)$/m.exec(stdout)?.[1];
    if (version === undefined) throw new Error('it does not tell its version');
    return version;
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new Failure(`${program} is no Open Policy Agent that works: ${why}`, {
      exitCode: exitCodes.environment,
      hint: `${howToInstall}, and name it in OPA_PROGRAM if it is not on the PATH.`,
      cause,
    });
  }
}

/** A drill whose bad rule never reaches the policy service would wait for it in vain. */
async function refuseWithoutTwin(plans: readonly Published[], folder: string): Promise<void> {
  const [first] = await withoutRegoTwin(folder, plans.flatMap(publishedBy));
  if (first === undefined) return;
  const { policy, files } = first;
  const scenarios = plans.filter((plan) => publishedBy(plan).includes(policy));
  throw new Failure(
    `policy ${policy} has no Rego twin, so that OPA would not notice it: ${files.join(', ')} (${scenarios
      .map(({ scenario }) => scenario.id)
      .join(', ')})`,
    { hint: `Write the same rules in policies/${policy}/rego/, or leave that scenario out.` },
  );
}

/** Names of the policy contents that a bundle of this drill may hold. */
function publishedBy({ changes, faults }: Published): readonly string[] {
  const changed = changes.flatMap((change) =>
    change.kind === 'publish' || change.kind === 'revoke' ? [change.policy] : [],
  );
  const served = faults.flatMap(({ spec }) =>
    spec.type === 'untrusted-bundle' ? [spec.policy ?? 'forged'] : [],
  );
  return ['good', ...changed, ...served];
}
