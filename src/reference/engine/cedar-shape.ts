import type { CedarValueJson, SchemaJson } from '@cedar-policy/cedar-wasm/nodejs';

/** Names of the attributes that a schema declares: of each entity type, and of each action's context. */
export interface CedarShape {
  readonly entities: ReadonlyMap<string, ReadonlySet<string>>;
  readonly contexts: ReadonlyMap<string, ReadonlySet<string>>;
}

/** Reads the attribute names out of a schema without namespaces. */
export function cedarShape(schema: SchemaJson<string>): CedarShape {
  const { entityTypes = {}, actions = {} } = schema[''] ?? {};
  return {
    entities: new Map(
      Object.entries(entityTypes).map(([type, declared]) => [
        type,
        attributeNames('shape' in declared ? declared.shape : undefined),
      ]),
    ),
    contexts: new Map(
      Object.entries(actions).map(([action, declared]) => [
        action,
        attributeNames(declared.appliesTo?.context),
      ]),
    ),
  };
}

/**
 * What of `properties` goes to Cedar: the attributes that the schema knows, because AuthZEN wants unknown
 * fields ignored and Cedar refuses them. Values that JSON cannot hold are left out too, so that a required
 * one is missing and the request fails closed.
 */
export function cedarAttributes(
  properties: Readonly<Record<string, unknown>>,
  declared: ReadonlySet<string> | undefined,
): Record<string, CedarValueJson> {
  const attributes: Record<string, CedarValueJson> = {};
  for (const name of declared ?? []) {
    const value = Object.hasOwn(properties, name) ? properties[name] : undefined;
    if (value !== null && isCedarValue(value)) attributes[name] = value;
  }
  return attributes;
}

function attributeNames(record: unknown): ReadonlySet<string> {
  if (!isObject(record) || !isObject(record['attributes'])) return new Set();
  return new Set(Object.keys(record['attributes']));
}

/** Tells whether Cedar can be given this, as far as JSON knows. */
export function isCedarValue(value: unknown): value is CedarValueJson {
  if (value === null || ['string', 'boolean', 'number'].includes(typeof value)) return true;
  if (Array.isArray(value)) return value.every(isCedarValue);
  return isObject(value) && Object.values(value).every(isCedarValue);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
