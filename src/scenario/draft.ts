import { z } from 'zod';
import { phaseKeys, probe, wholeKeys } from './schema.ts';

/**
 * A scenario as far as it can be read: what does not fit its schema is left out and reported by the schema, so
 * that everything else can be checked at once. Lists keep their positions.
 */
export const scenarioDraft = z.object({
  scenario: orNothing(wholeKeys.scenario),
  contract: orNothing(wholeKeys.contract),
  target: orNothing(wholeKeys.target),
  replicas: orNothing(wholeKeys.replicas),
  load: orNothing(wholeKeys.load),
  repeat: orNothing(wholeKeys.repeat),
  evidence: orNothing(wholeKeys.evidence),
  probes: z.array(orNothing(probe)).catch([]),
  phases: z
    .array(
      orNothing(
        z.object({
          name: orNothing(phaseKeys.name),
          for: orNothing(phaseKeys.for),
          steady: phaseKeys.steady.catch(false),
          load: orNothing(phaseKeys.load),
          normalWithin: orNothing(phaseKeys.normalWithin),
          faults: z.array(orNothing(phaseKeys.faults.unwrap().element)).catch([]),
          changes: z.array(orNothing(phaseKeys.changes.unwrap().element)).catch([]),
        }),
      ),
    )
    .catch([]),
});

export type ScenarioDraft = z.output<typeof scenarioDraft>;
export type PhaseDraft = NonNullable<ScenarioDraft['phases'][number]>;

function orNothing<S extends z.ZodType>(schema: S): z.ZodCatch<z.ZodOptional<S>> {
  return schema.optional().catch(undefined);
}
