import type { z } from 'zod';
import { publishedSchema, type JsonSchema } from '../contract/published-schema.ts';
import { contractFile } from '../contract/schema.ts';
import { probesFile, scenarioFile } from '../scenario/schema.ts';
import { targetFile } from '../target/schema.ts';

/** The kinds of file that a user writes. */
export const fileKinds = ['contract', 'scenario', 'target', 'probes'] as const;
export type FileKind = (typeof fileKinds)[number];

const schemas: Readonly<Record<FileKind, z.ZodType>> = {
  contract: contractFile,
  scenario: scenarioFile,
  target: targetFile,
  probes: probesFile,
};

/** The JSON Schema of a kind of file; the same as `fixtures/schemas/<kind>.schema.json`. */
export function jsonSchemaOf(kind: FileKind): JsonSchema {
  return publishedSchema(kind, schemas[kind]);
}
