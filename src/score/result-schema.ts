import { z } from 'zod';
import type { Result } from '../model/result.ts';
import { resultSchemaVersion } from '../model/result.ts';
import {
  categories,
  counts,
  coverage,
  findingSchema,
  governance,
  matrixRow,
  ms,
  verdict,
} from './result-parts.ts';
import { scenarioResult } from './scenario-schema.ts';

/**
 * `result.json`. Only within one schema version fields are added, so a reader passes over what it does not know.
 */
const resultSchema: z.ZodType<Result> = z.object({
  schemaVersion: z.literal(resultSchemaVersion),
  runId: z.string(),
  startedAt: z.string(),
  durationMs: ms,
  harness: z.object({ name: z.string(), version: z.string() }),
  service: z.string(),
  owner: z.object({ team: z.string(), contact: z.string() }),
  defect: z.string().nullable(),
  commit: z.string().nullable(),
  verdict,
  headline: z.string().describe('The verdict in one sentence, without its own word.'),
  grade: z.enum(['A', 'B', 'C', 'D', 'F']).nullable().describe('Null while the verdict is inconclusive.'),
  score: z.number().min(0).max(100).nullable(),
  categories,
  coverage,
  // Results of earlier versions have not looked.
  governance: governance.default({
    checks: [],
    rollback: { objectiveMs: 0, drilledIn: [] },
    distributions: [],
    changes: [],
  }),
  counts,
  actions: z.array(z.object({ action: z.string(), declared: z.string() })),
  matrix: z.array(matrixRow),
  findings: z.array(findingSchema),
  scenarios: z.array(scenarioResult),
});

/**
 * Reads a result that was written as JSON.
 * @throws ZodError where it is none
 */
export function parseResult(value: unknown): Result {
  return resultSchema.parse(value);
}

/** The JSON Schema (draft-07) of `result.json`. */
export function resultJsonSchema(): Readonly<Record<string, unknown>> {
  const { $schema, ...rest } = z.toJSONSchema(resultSchema, { io: 'input', target: 'draft-7' });
  return { $schema, title: 'authz-drill result', ...rest };
}
