import { fileKinds, jsonSchemaOf as fileSchemaOf, type FileKind } from '../plan/file-schemas.ts';
import { resultJsonSchema } from '../score/result-schema.ts';

export const schemaKinds = [...fileKinds, 'result'] as const;
export type SchemaKind = FileKind | 'result';

/** The JSON Schema (draft-07) of a file that a user writes, or of `result.json`. */
export function jsonSchemaOf(kind: SchemaKind): unknown {
  return kind === 'result' ? resultJsonSchema() : fileSchemaOf(kind);
}
