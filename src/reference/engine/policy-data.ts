import { checkParseContext, type CedarValueJson, type SchemaJson } from '@cedar-policy/cedar-wasm/nodejs';
import { isCedarValue } from './cedar-shape.ts';
import { PolicyRejected, type PolicyFiles } from './engine.ts';

/** Facts that come with the policies of a set. */
export type PolicyData = Readonly<Record<string, CedarValueJson>>;

/** What policies know the facts of their set by: an attribute of the context. */
export const dataAttribute = 'data';

/**
 * Reads `<set>/data.json` and checks that it is what the set's schema declares as `context.data`.
 * @returns undefined where the set has none
 * @throws PolicyRejected when it is no JSON object, does not fit, or is missing although an action needs it
 */
export function readPolicyData(
  files: PolicyFiles,
  set: string,
  schema: SchemaJson<string>,
): PolicyData | undefined {
  const path = `${set}/data.json`;
  const text = files.get(path);
  const data = text === undefined ? undefined : parseData(text, path);
  for (const [action, dataOnly] of schemasOfData(schema)) {
    const context: Record<string, CedarValueJson> = data === undefined ? {} : { [dataAttribute]: data };
    const checked = checkParseContext({ context, schema: dataOnly, action: { type: 'Action', id: action } });
    if (checked.type === 'failure')
      throw new PolicyRejected(`${path}: ${checked.errors.map(({ message }) => message).join('; ')}`);
  }
  return data;
}

function parseData(text: string, path: string): PolicyData {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text, exactly);
  } catch (cause) {
    throw new PolicyRejected(`${path}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
  if (!isCedarRecord(parsed)) throw new PolicyRejected(`${path} is no JSON object`);
  return parsed;
}

/** Numbers that would lose digits here are refused: a fact that was signed is never altered. */
function exactly(key: string, value: unknown): unknown {
  if (typeof value === 'number' && !Number.isSafeInteger(value))
    throw new RangeError(`${key}: ${value} is no whole number that can be kept exactly`);
  return value;
}

function isCedarRecord(value: unknown): value is PolicyData {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && isCedarValue(value);
}

/** For every action that reads the facts, the schema with them alone in its context. */
function* schemasOfData(schema: SchemaJson<string>): Generator<[string, SchemaJson<string>]> {
  const namespace = schema[''];
  if (namespace === undefined) return;
  for (const [action, declared] of Object.entries(namespace.actions)) {
    const { appliesTo } = declared;
    const context = appliesTo?.context;
    if (appliesTo === undefined || context === undefined || !('attributes' in context)) continue;
    const { [dataAttribute]: data } = context.attributes;
    if (data === undefined) continue;
    const only = { type: 'Record' as const, attributes: { [dataAttribute]: data } };
    yield [
      action,
      { '': { ...namespace, actions: { [action]: { appliesTo: { ...appliesTo, context: only } } } } },
    ];
  }
}
