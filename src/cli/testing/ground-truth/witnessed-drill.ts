import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { conductReference } from '../../../conduct/testing/reference-drill.ts';
import { referencePolicyService } from '../../../environment/process/policy-service-program.ts';
import type { Journal } from '../../../journal/reader.ts';
import type { ScenarioJudgement } from '../../../model/judgement.ts';
import { judgeScenario } from '../../../oracle/judge-scenario.ts';
import { policyServicePoint } from '../../../oracle/world/revisions.ts';
import type { Plan } from '../../../plan/plan.ts';
import { monotonicMs } from '../../../reference/witness/monotonic.ts';
import { readTruth } from './truth.ts';
import type { Truth } from './truth.ts';

/** A drill as it was measured, and as it really was. */
export interface WitnessedDrill {
  readonly plan: Plan;
  readonly journal: Journal;
  readonly judgement: ScenarioJudgement;
  readonly truth: Truth;
}

/** Conducts a plan for real, with a witness in every process that decides, and judges its journal. */
export async function witnessedDrill(plan: Plan): Promise<WitnessedDrill> {
  const folder = await mkdtemp(join(tmpdir(), 'authz-drill-witness-'));
  const policyService = {
    ...referencePolicyService(),
    env: { POLICY_SERVICE_WITNESS: join(folder, `${policyServicePoint}.witness`) },
  };
  // The journal's clock is read before each piece of news, so none of them makes its beginning too early.
  let zeroMs = Infinity;
  const onProgress = ({ t }: { readonly t: number }): void => {
    zeroMs = Math.min(zeroMs, monotonicMs() - t);
  };
  try {
    const { journal } = await conductReference(plan, { policyService, witnessFolder: folder, onProgress });
    const truth = await readTruth(folder, zeroMs);
    return { plan, journal, judgement: judgeScenario(plan, [journal.header, ...journal.events], ''), truth };
  } finally {
    await rm(folder, { recursive: true });
  }
}
