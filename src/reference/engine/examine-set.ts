import {
  policySetTextToParts,
  schemaToJson,
  validate,
  type DetailedError,
  type SchemaJson,
} from '@cedar-policy/cedar-wasm/nodejs';
import type { takeTurns } from '../service/take-turns.ts';
import { PolicyRejected, type PolicyFiles } from './engine.ts';
import { readPolicyData, type PolicyData } from './policy-data.ts';
import { nameOf, type Policy } from './policy-name.ts';

/** A policy set that may be put in force: it parses, fits its schema, and its data does too. */
export interface ExaminedSet {
  readonly schema: SchemaJson<string>;
  readonly policies: readonly Policy[];
  /** What every question of the set is given as `context.data`. */
  readonly data: PolicyData | undefined;
}

/**
 * Policies that are validated in one call, which takes a millisecond for each if the library's code is not optimised, and
 * nothing can be decided meanwhile. One policy says nothing of another.
 */
const validatedAtOnce = 10;

/** The folders with a file in them: every one is a policy set. */
export function setsOf(files: PolicyFiles): ReadonlySet<string> {
  const sets = new Set<string>();
  for (const path of files.keys()) {
    const [set = '', file] = path.split('/');
    if (file !== undefined) sets.add(set);
  }
  return sets;
}

/**
 * Examines the set in folder `set`: every `.cedar` file in it and its `data.json`, against the schema made of the
 * `.cedarschema` files of the bundle's root and of the folder. Others have their turns in between.
 * @throws PolicyRejected naming the file or policy at fault
 */
export async function examineSet(
  files: PolicyFiles,
  set: string,
  turn: ReturnType<typeof takeTurns>,
): Promise<ExaminedSet> {
  const policies: Policy[] = [];
  const schemaParts: string[] = [];
  for (const [path, text] of files) {
    const folder = path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '';
    if (path.endsWith('.cedarschema') && (folder === '' || folder === set)) schemaParts.push(text);
    if (!path.endsWith('.cedar') || folder !== set) continue;
    await turn();
    policies.push(...policiesOf(path, text));
  }
  await turn();
  const schema = parseSchema(schemaParts.join('\n'), set);
  for (let first = 0; first < policies.length; first += validatedAtOnce) {
    await turn();
    validatePolicies(policies.slice(first, first + validatedAtOnce), schema, set);
  }
  return { schema, policies, data: readPolicyData(files, set, schema) };
}

function validatePolicies(policies: readonly Policy[], schema: SchemaJson<string>, set: string): void {
  const staticPolicies = Object.fromEntries(policies.map(({ origin, text }) => [origin, text]));
  const checked = validate({ schema, policies: { staticPolicies } });
  if (checked.type === 'failure') throw new PolicyRejected(`set ${set}: ${messages(checked.errors)}`);
  const [invalid] = checked.validationErrors;
  if (invalid === undefined) return;
  const policy = policies.find(({ origin }) => origin === invalid.policyId);
  const name = policy === undefined ? invalid.policyId : nameOf(policy);
  throw new PolicyRejected(`policy ${name}: ${invalid.error.message}`);
}

/** As JSON, which the library reads several times faster than text. */
function parseSchema(text: string, set: string): SchemaJson<string> {
  const parsed = schemaToJson(text);
  if (parsed.type === 'failure') throw new PolicyRejected(`schema of set ${set}: ${messages(parsed.errors)}`);
  return parsed.json;
}

function policiesOf(path: string, text: string): readonly Policy[] {
  const parts = policySetTextToParts(text);
  if (parts.type === 'failure') throw new PolicyRejected(`${path}: ${messages(parts.errors)}`);
  if (parts.policy_templates.length > 0)
    throw new PolicyRejected(`${path}: policy templates are not supported`);
  return parts.policies.map((policy, n) => ({ origin: `${path}#${n}`, text: policy }));
}

/** What the library says is wrong, in one line. */
export function messages(errors: readonly DetailedError[]): string {
  return errors.map((error) => error.message).join('; ');
}
