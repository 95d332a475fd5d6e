import { join } from 'node:path';
import type { Plan } from '../plan/plan.ts';
import { conductScenario } from './conduct-scenario.ts';
import type { ConductOptions, HeaderFacts } from './options.ts';
import type { ConductOutcome } from './outcome.ts';
import { runPool } from './pool.ts';
import { turnstile } from './turnstile.ts';

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
}

/**
 * Conducts several scenarios. None stops another, whatever becomes of it; after an interrupt those that have not
 * begun are left out. Environments start one after the other: starting is the heaviest moment of a scenario, and
 * several at once would starve those that are being measured.
 * @returns outcomes in the order of the plans
 */
export async function conductRun(options: ConductRunOptions): Promise<readonly ConductOutcome[]> {
  const { plans, headerFor, folder, workers, nameOf = ({ scenario }) => scenario.id, ...shared } = options;
  const starts = turnstile();

  async function conduct(plan: Plan, index: number): Promise<ConductOutcome | undefined> {
    const name = nameOf(plan);
    const journalFile = join(folder, `${name}.ndjson`);
    const leave = await starts.enter();
    try {
      if (options.signal?.aborted === true) return undefined;
      return await conductScenario({
        ...shared,
        plan,
        journalFile,
        header: { ...headerFor(plan), index },
        onProgress: (progress) => options.onProgress?.({ ...progress, scenario: name }),
        startEnvironment: (...args) => options.startEnvironment(...args).finally(leave),
      });
    } catch (error) {
      return { scenario: plan.scenario.id, journalFile, cleanedUp: true, kind: 'broken', error };
    } finally {
      leave();
    }
  }

  const outcomes = await runPool(plans, workers, conduct);
  return outcomes.filter((outcome) => outcome !== undefined);
}
