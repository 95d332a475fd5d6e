import { join } from 'node:path';
import type { Plan } from '../plan/plan.ts';
import { conductScenario } from './conduct-scenario.ts';
import type { ConductOptions, HeaderFacts } from './options.ts';
import type { ConductOutcome } from './outcome.ts';
import { runPool } from './pool.ts';
import { supplyEnvironments } from './supply.ts';

export interface ConductRunOptions extends Omit<ConductOptions, 'plan' | 'header' | 'journalFile'> {
  readonly plans: readonly Plan[];
  /** What the header of each plan's journal says; its position is filled in. */
  readonly headerFor: (plan: Plan) => Omit<HeaderFacts, 'index'>;
  /** Folder for the journals: `<name>.ndjson` each. */
  readonly folder: string;
  /**
   * What a plan is called in this run, by its journal and in its progress: the scenario's id, unless one scenario is
   * conducted more than once. A name with a slash puts the journal into a folder, which has to be there.
   */
  readonly nameOf?: (plan: Plan) => string;
  /** Scenarios conducted at the same time, each in an environment of its own. */
  readonly workers: number;
  /** Environments that may stand ready besides, for the scenarios that come next; none unless given. */
  readonly ahead?: number;
}

/**
 * Conducts several scenarios. None stops another, whatever becomes of it; after an interrupt those that have not
 * begun are left out, and what was stood up ahead for them is left to whoever owns `startEnvironment`.
 * @returns outcomes in the order of the plans
 */
export async function conductRun(options: ConductRunOptions): Promise<readonly ConductOutcome[]> {
  const {
    plans,
    headerFor,
    folder,
    workers,
    ahead = 0,
    nameOf = ({ scenario }) => scenario.id,
    ...shared
  } = options;
  const supply = supplyEnvironments({
    plans,
    ahead,
    startEnvironment: options.startEnvironment,
    signal: options.signal ?? new AbortController().signal,
  });

  async function conduct(plan: Plan, index: number): Promise<ConductOutcome | undefined> {
    const name = nameOf(plan);
    const journalFile = join(folder, `${name}.ndjson`);
    const turn = await supply.enter();
    try {
      if (options.signal?.aborted === true) return undefined;
      return await conductScenario({
        ...shared,
        plan,
        journalFile,
        header: { ...headerFor(plan), index },
        onProgress: (progress) => options.onProgress?.({ ...progress, scenario: name }),
        startEnvironment: turn.startEnvironment,
      });
    } catch (error) {
      return { scenario: plan.scenario.id, journalFile, cleanedUp: true, kind: 'broken', error };
    } finally {
      turn.leave();
    }
  }

  const outcomes = await runPool(plans, workers, conduct);
  return outcomes.filter((outcome) => outcome !== undefined);
}
