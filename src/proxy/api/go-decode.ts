import { badRequestBody } from './api-error.ts';
import { GoSyntaxError, parseGoJson, type GoValue } from './go-json.ts';

/** Go types that a field of a request may have. `any` is kept as it came. */
export type GoType = 'string' | 'bool' | 'int' | 'int64' | 'float32' | 'any';

/** What a decoded field holds. */
export type FieldValue = string | boolean | number | GoValue;

/** The names that Go's error texts use, and the type of every field by its JSON name. */
export interface GoStruct {
  /** For errors in a field: `Proxy` in `Go struct field Proxy.name of type string`. */
  readonly fieldPrefix: string;
  /** For a value of the wrong kind altogether: `Go value of type toxiproxy.Proxy`. */
  readonly valueType: string;
  readonly fields: Readonly<Record<string, GoType>>;
}

/**
 * Parses a request body.
 * @throws ApiError 400 `bad request body: …`
 */
export function parseBody(text: string): GoValue {
  try {
    return parseGoJson(text);
  } catch (error) {
    if (error instanceof GoSyntaxError) throw badRequestBody(error.message);
    throw error;
  }
}

/**
 * Decodes an object into fields as Go's `encoding/json` does: keys in any case, unknown keys ignored, `null`
 * leaves a field as it is, of two equal keys the later one counts.
 * @returns only the fields that were given
 * @throws ApiError 400 for the first value of a wrong type
 */
export function decodeStruct(value: GoValue, struct: GoStruct): Map<string, FieldValue> {
  const decoded = new Map<string, FieldValue>();
  if (value.kind === 'null') return decoded;
  if (value.kind !== 'object') {
    throw badRequestBody(`json: cannot unmarshal ${value.kind} into Go value of type ${struct.valueType}`);
  }
  let problem: string | undefined;
  for (const [key, field] of value.entries) {
    const name = matchKey(key, struct.fields);
    if (name === undefined || field.kind === 'null') continue;
    const type = struct.fields[name] ?? 'any';
    const result = decodeField(field, type);
    if (result === undefined) {
      problem ??= `json: cannot unmarshal ${describe(field, type)} into Go struct field ${struct.fieldPrefix}.${name} of type ${type}`;
    } else {
      decoded.set(name, mergeObjects(decoded.get(name), result));
    }
  }
  if (problem !== undefined) throw badRequestBody(problem);
  return decoded;
}

/** Go decodes the second of two equal keys into what the first has left: objects are merged. */
function mergeObjects(before: FieldValue | undefined, value: FieldValue): FieldValue {
  if (typeof before !== 'object' || typeof value !== 'object') return value;
  if (before.kind !== 'object' || value.kind !== 'object') return value;
  return { kind: 'object', entries: [...before.entries, ...value.entries] };
}

function matchKey(key: string, fields: GoStruct['fields']): string | undefined {
  if (Object.hasOwn(fields, key)) return key;
  const folded = fold(key);
  return Object.keys(fields).find((name) => fold(name) === folded);
}

/** Go's case folding of keys: the long s and the Kelvin sign count as s and k. */
function fold(key: string): string {
  return key.toLowerCase().replaceAll('ſ', 's');
}

function decodeField(value: GoValue, type: GoType): FieldValue | undefined {
  if (type === 'any') return value;
  if (type === 'string') return value.kind === 'string' ? value.value : undefined;
  if (type === 'bool') return value.kind === 'bool' ? value.value : undefined;
  if (value.kind !== 'number') return undefined;
  return type === 'float32' ? parseFloat32(value.literal) : parseInt64(value.literal);
}

function parseFloat32(literal: string): number | undefined {
  const single = Math.fround(Number(literal));
  return Number.isFinite(single) ? single : undefined;
}

/** An integer literal as a number; beyond 2^53 the nearest one, beyond 64 bits none. */
function parseInt64(literal: string): number | undefined {
  if (!/^-?\d+$/.test(literal)) return undefined;
  const exact = BigInt(literal);
  return BigInt.asIntN(64, exact) === exact ? Number(exact) + 0 : undefined;
}

function describe(value: GoValue, type: GoType): string {
  return value.kind === 'number' && type !== 'string' && type !== 'bool'
    ? `number ${value.literal}`
    : value.kind;
}
