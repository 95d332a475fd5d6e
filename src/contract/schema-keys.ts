import { z } from 'zod';
import type { Path } from './yaml-source.ts';

/** A JSON Schema, as far as it is walked here. */
interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
  readonly items?: Schema | readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly const?: unknown;
}

/**
 * The keys that a mapping at `path` may have. Where a schema offers alternatives, those that the data's own
 * constants (such as a fault's `type`) rule out do not count.
 */
export function keysAt(schema: z.ZodType, path: Path, data: unknown): string[] {
  const whole: unknown = z.toJSONSchema(schema, { io: 'input', target: 'draft-7', reused: 'inline' });
  let here = isSchema(whole) ? alternatives(whole, data) : [];
  let value = data;
  for (const step of path) {
    value = isRecord(value) ? value[step] : undefined;
    const child = value;
    here = here.flatMap((one) => below(one, step)).flatMap((one) => alternatives(one, child));
  }
  return [...new Set(here.flatMap((one) => Object.keys(one.properties ?? {})))];
}

function below(schema: Schema, step: string | number): Schema[] {
  if (typeof step === 'number') return isSchema(schema.items) ? [schema.items] : [];
  const property = schema.properties?.[step];
  if (property !== undefined) return [property];
  return isSchema(schema.additionalProperties) ? [schema.additionalProperties] : [];
}

/** A schema's alternatives that the data does not contradict. */
function alternatives(schema: Schema, data: unknown): Schema[] {
  const all = schema.anyOf ?? schema.oneOf;
  if (all === undefined) return [schema];
  return all.flatMap((one) => alternatives(one, data)).filter((one) => !contradicts(one, data));
}

function contradicts(schema: Schema, data: unknown): boolean {
  if (!isRecord(data)) return false;
  return Object.entries(schema.properties ?? {}).some(
    ([key, { const: constant }]) => constant !== undefined && key in data && data[key] !== constant,
  );
}

function isSchema(value: unknown): value is Schema {
  return isRecord(value) && !Array.isArray(value);
}

function isRecord(value: unknown): value is Readonly<Record<string | number, unknown>> {
  return typeof value === 'object' && value !== null;
}
