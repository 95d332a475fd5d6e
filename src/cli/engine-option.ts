import { readFile } from 'node:fs/promises';
import { findPackageJSON } from 'node:module';
import { z } from 'zod';
import type { Plan } from '../plan/plan.ts';
import { embeddedSets } from '../reference/app/decide/embedded-sets.ts';
import { withoutEngineTwin } from '../reference/engine/engine-twins.ts';
import type { EngineName } from '../reference/engine/engines.ts';
import { fixturePath } from '../reference/service/fixtures.ts';
import { Failure } from './failure.ts';
import { publishedBy, type Published } from './published-policies.ts';

/** The engine that a run's replicas decide by, where it is not the usual one. */
export interface OtherEngine {
  readonly name: EngineName;
  /** With the version of its library, for the record: `casbin 5.51.1`. */
  readonly version: string;
}

/** What a run is about, besides. */
interface Run {
  readonly plans: readonly (Published & { readonly contract: Pick<Plan['contract'], 'actions'> })[];
  /** Id of a seeded defect. */
  readonly defect?: string | undefined;
  /** Folder of the policy contents that a drill can publish; but for tests the ledger's. */
  readonly policies?: string;
}

const libraries: Readonly<Record<Exclude<EngineName, 'cedar'>, string>> = {
  'opa-wasm': '@open-policy-agent/opa-wasm',
  casbin: 'casbin',
};

/**
 * Looks whether the drills can be made with the engine that was asked for.
 * @returns undefined for the usual one, Cedar
 * @throws Failure (usage) where a plan publishes what the engine would not notice, or a defect is to be seeded into it
 */
export async function chooseEngine(
  name: EngineName,
  { plans, defect, policies = fixturePath('policies') }: Run,
): Promise<OtherEngine | undefined> {
  if (name === 'cedar') return undefined;
  if (defect !== undefined)
    throw new Failure(`the defect ${defect} is one of a ledger that decides by Cedar, not by ${name}`, {
      hint: 'Leave out --engine, or --defect.',
    });
  for (const plan of plans) await refuseWithoutTwin(plan, name, policies);
  return { name, version: `${name} ${await versionOf(libraries[name])}` };
}

/** A drill whose bad rule never reaches the application's own policies would wait for it in vain. */
async function refuseWithoutTwin(
  plan: Run['plans'][number],
  name: EngineName,
  folder: string,
): Promise<void> {
  const [first] = await withoutEngineTwin(folder, publishedBy(plan), embeddedSets(plan.contract), name);
  if (first === undefined) return;
  throw new Failure(
    `policy ${first.policy} has no twin for ${name}, which would not notice it: ${first.files.join(', ')} (${plan.scenario.id})`,
    { hint: `Write the same rules for ${name} beside them, or leave that scenario out.` },
  );
}

async function versionOf(library: string): Promise<string> {
  const file = findPackageJSON(library, import.meta.url);
  if (file === undefined) throw new Error(`the package ${library} is not installed`);
  return z.object({ version: z.string() }).parse(JSON.parse(await readFile(file, 'utf8'))).version;
}
