import { z } from 'zod';

/** A JSON Schema document. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/**
 * The JSON Schema (draft-07, which editors understand) of what a person writes: before defaults are filled in
 * and durations are turned into numbers.
 */
export function publishedSchema(kind: string, schema: z.ZodType): JsonSchema {
  const { $schema, ...rest } = z.toJSONSchema(schema, { io: 'input', target: 'draft-7' });
  return { $schema, title: `authz-drill ${kind}`, ...rest };
}
