import { z } from 'zod';
import type { PolicyQuestion } from '../engine/engine.ts';

/**
 * The requests of the AuthZEN Authorization API 1.0. Unknown fields are ignored, as it demands; a missing or
 * mistyped one is the caller's error.
 */
const properties = z.record(z.string(), z.unknown()).optional();
const entity = z.object({ type: z.string(), id: z.string(), properties });
const evaluation = z.object({
  subject: entity,
  action: z.object({ name: z.string(), properties }),
  resource: entity,
  context: z.record(z.string(), z.unknown()).optional(),
});

const semantics = z.enum(['execute_all', 'deny_on_first_deny', 'permit_on_first_permit']);
const batch = z.object({
  ...evaluation.partial().shape,
  evaluations: z.array(z.record(z.string(), z.unknown())).optional(),
  options: z.object({ evaluations_semantic: semantics.default('execute_all') }).prefault({}),
});

/** When a batch stops before its end. */
type Semantic = z.infer<typeof semantics>;

/** A question, or what is wrong with the request. */
export type Parsed<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly message: string };

/** Several questions in one request. */
export interface Batch {
  readonly semantic: Semantic;
  /** An item that is not a question is answered with a deny of its own; the others are not its victims. */
  readonly items: readonly Parsed<PolicyQuestion>[];
}

/** Reads the body of an access evaluation request. */
export function parseEvaluation(body: unknown): Parsed<PolicyQuestion> {
  const parsed = evaluation.safeParse(body);
  if (!parsed.success) return { ok: false, message: z.prettifyError(parsed.error) };
  const { subject, action, resource, context } = parsed.data;
  return {
    ok: true,
    value: {
      subject: { ...subject, properties: subject.properties ?? {} },
      action: action.name,
      resource: { ...resource, properties: resource.properties ?? {} },
      context: context ?? {},
    },
  };
}

/** A batch, or the single question that a body without `evaluations` is. */
export function parseEvaluations(body: unknown): Parsed<Batch | PolicyQuestion> {
  const parsed = batch.safeParse(body);
  if (!parsed.success) return { ok: false, message: z.prettifyError(parsed.error) };
  const { evaluations = [], options, ...defaults } = parsed.data;
  if (evaluations.length === 0) return parseEvaluation(body);
  return {
    ok: true,
    value: {
      semantic: options.evaluations_semantic,
      // An item's subject, action, resource or context replaces the default whole.
      items: evaluations.map((item) => parseEvaluation({ ...defaults, ...item })),
    },
  };
}
