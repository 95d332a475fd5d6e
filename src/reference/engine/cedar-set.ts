import {
  policySetTextToParts,
  policyToJson,
  preparsePolicySet,
  preparseSchema,
  schemaToJson,
  validate,
  type DetailedError,
  type SchemaJson,
} from '@cedar-policy/cedar-wasm/nodejs';
import { cedarShape, type CedarShape } from './cedar-shape.ts';
import { PolicyRejected, type PolicyFiles } from './engine.ts';

/** One policy set, parsed and held by the library under `id`. */
export interface CedarSet {
  readonly id: string;
  readonly shape: CedarShape;
  /** The `@id` of every policy, by the id the library knows it by. */
  readonly names: ReadonlyMap<string, string>;
}

/**
 * Parses the set in folder `set` under the library's id `id`: every `.cedar` file in it, against the schema
 * made of the `.cedarschema` files of the bundle's root and of the folder.
 * @throws PolicyRejected naming the file or policy at fault
 */
export function loadCedarSet(files: PolicyFiles, set: string, id: string): CedarSet {
  const policies: Record<string, string> = {};
  const schemaParts: string[] = [];
  const names = new Map<string, string>();
  for (const [path, text] of files) {
    const folder = path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '';
    if (path.endsWith('.cedarschema') && (folder === '' || folder === set)) schemaParts.push(text);
    if (!path.endsWith('.cedar') || folder !== set) continue;
    for (const [n, policy] of policiesOf(path, text).entries()) {
      const policyId = `${path}#${n}`;
      policies[policyId] = policy;
      names.set(policyId, annotatedId(policy) ?? policyId);
    }
  }
  const schema = parseSchema(schemaParts.join('\n'), set);
  const policySet = { staticPolicies: policies };

  const checked = validate({ schema, policies: policySet });
  if (checked.type === 'failure') throw new PolicyRejected(`set ${set}: ${messages(checked.errors)}`);
  const [invalid] = checked.validationErrors;
  if (invalid !== undefined)
    throw new PolicyRejected(
      `policy ${names.get(invalid.policyId) ?? invalid.policyId}: ${invalid.error.message}`,
    );
  accept(preparseSchema(id, schema), set);
  accept(preparsePolicySet(id, policySet), set);
  return { id, shape: cedarShape(schema), names };
}

/** As JSON, which the library reads several times faster than text. */
function parseSchema(text: string, set: string): SchemaJson<string> {
  const parsed = schemaToJson(text);
  if (parsed.type === 'failure') throw new PolicyRejected(`schema of set ${set}: ${messages(parsed.errors)}`);
  return parsed.json;
}

function policiesOf(path: string, text: string): readonly string[] {
  const parts = policySetTextToParts(text);
  if (parts.type === 'failure') throw new PolicyRejected(`${path}: ${messages(parts.errors)}`);
  if (parts.policy_templates.length > 0)
    throw new PolicyRejected(`${path}: policy templates are not supported`);
  return parts.policies;
}

function annotatedId(policy: string): string | undefined {
  const parsed = policyToJson(policy);
  return parsed.type === 'success' ? parsed.json.annotations?.['id'] : undefined;
}

function accept(
  answer: { type: 'success' } | { type: 'failure'; errors: DetailedError[] },
  set: string,
): void {
  if (answer.type === 'failure') throw new PolicyRejected(`set ${set}: ${messages(answer.errors)}`);
}

function messages(errors: readonly DetailedError[]): string {
  return errors.map((error) => error.message).join('; ');
}
