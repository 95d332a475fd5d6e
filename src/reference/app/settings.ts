import type { Contract } from '../../contract/contract.ts';
import { engineNames, isEngineName, type EngineName } from '../engine/engines.ts';
import { portVariable, requiredVariable } from '../service/environment.ts';
import { readContract } from '../service/read-contract.ts';

/** What a replica is started with. */
export interface Settings {
  readonly port: number;
  readonly replica: string;
  readonly contract: Contract;
  readonly policyServiceUrl: string;
  readonly bundleServiceUrl: string;
  readonly contextServiceUrl: string;
  readonly decisionLogUrl: string;
  /** What it decides by in its own process. */
  readonly engine: EngineName;
  /** Folder of this replica's own that outlives its process; undefined where it has none. */
  readonly stateFolder: string | undefined;
  /** The signed bundle that comes with the release, where policy is distributed so. */
  readonly bundleFile: string | undefined;
  /** Id of a seeded defect; undefined for the sound application. */
  readonly defect: string | undefined;
  /** Where a test wants to have written down what really happens; undefined where none does. */
  readonly witnessFile: string | undefined;
}

/** Reads the environment and the contract it names. @throws Error saying what is missing or wrong */
export async function readSettings(): Promise<Settings> {
  return {
    port: portVariable('LEDGER_PORT'),
    replica: requiredVariable('LEDGER_REPLICA'),
    contract: await readContract(requiredVariable('LEDGER_CONTRACT')),
    policyServiceUrl: requiredVariable('POLICY_SERVICE_URL'),
    bundleServiceUrl: requiredVariable('BUNDLE_SERVICE_URL'),
    contextServiceUrl: requiredVariable('CONTEXT_SERVICE_URL'),
    decisionLogUrl: requiredVariable('DECISION_LOG_URL'),
    engine: engineVariable(process.env['LEDGER_ENGINE']),
    stateFolder: process.env['LEDGER_STATE'] || undefined,
    bundleFile: process.env['LEDGER_BUNDLE_FILE'] || undefined,
    defect: process.env['LEDGER_DEFECT'] || undefined,
    witnessFile: process.env['LEDGER_WITNESS'] || undefined,
  };
}

function engineVariable(name: string | undefined): EngineName {
  if (name === undefined || name === '') return 'cedar';
  if (isEngineName(name)) return name;
  throw new Error(`the environment variable LEDGER_ENGINE is ${name}, not one of ${engineNames.join(', ')}`);
}

/**
 * Checks that every input which is not local can be asked for, before anybody relies on it.
 * @throws Error naming the first that cannot
 */
export function requireSources(contract: Contract, sources: readonly string[]): void {
  for (const [name, { local, from }] of Object.entries(contract.inputs)) {
    if (!local && !sources.includes(from)) {
      throw new Error(
        `the input ${name} comes from ${from}, and the ledger knows only ${sources.join(', ')}`,
      );
    }
  }
}
