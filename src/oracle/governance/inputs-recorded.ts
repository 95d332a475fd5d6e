import type { Contract } from '../../contract/contract.ts';
import { countRecords } from '../log-join.ts';
import type { RecordKind } from '../log-join.ts';
import { formatCount } from '../wording.ts';
import type { GovernanceCheck, Shortcoming } from './governance-check.ts';

export const inputsRecorded: GovernanceCheck = {
  info: {
    id: 'inputs-recorded',
    title: 'What an action is declared to rest on is found in its records',
    failureTitle: 'Declared inputs are in no record',
    why: 'Either the decision does not use what it is declared to use, or nobody can tell afterwards on what it was made. In both cases the contract says something that is not so.',
    fix: 'Record the value and the age of every input that the action uses; take inputs that it does not use out of its declaration.',
    category: 'evidence',
    severity: 'minor',
    controls: {
      csf: ['PR.PS-04', 'DE.AE-03', 'RS.AN-07'],
      sp80053: ['AU-3', 'AC-24(1)', 'AU-12'],
      aiRmf: ['MEASURE 2.4', 'MANAGE 4.3'],
      nhi: [],
    },
  },
  explains: ['unrecorded-input'],
  judge: ({ plan: { contract, minSamples }, records }) => {
    if (!contract.decisionLog.records.includes('input')) {
      return { judged: 0, shortcomings: [], note: 'The contract does not have inputs recorded.' };
    }
    const pairs = Object.entries(contract.actions).flatMap(([action, { uses }]) =>
      uses
        .map((input) => ({ action, input, telling: tellingRecords(contract, records, action, input) }))
        // A few records may all be of some odd case.
        .filter(({ telling }) => countRecords(telling) >= minSamples),
    );
    return {
      judged: pairs.length,
      shortcomings: pairs
        .filter(({ input, telling }) => telling.every(({ inputs }) => !inputs.includes(input)))
        .map((pair) => unrecorded(contract, pair)),
      note: pairs.length === 0 ? 'No action has enough records to tell what they hold.' : null,
    };
  },
};

/** The records of an action that have to name an input: not those of a decision that may have come before it was needed. */
function tellingRecords(
  contract: Contract,
  records: readonly RecordKind[],
  action: string,
  input: string,
): readonly RecordKind[] {
  const declared = contract.inputs[input];
  if (declared === undefined) return [];
  if (!declared.local && (declared.onMissing === 'ignore' || declared.onStale === 'ignore')) return [];
  const localDeny = contract.actions[action]?.decide === 'hybrid' && !declared.local;
  return records.filter(
    (record) => record.action === action && record.mode !== 'deny' && !(localDeny && record.mode === 'local'),
  );
}

interface Unrecorded {
  readonly action: string;
  readonly input: string;
  readonly telling: readonly RecordKind[];
}

function unrecorded(contract: Contract, { action, input, telling }: Unrecorded): Shortcoming {
  const count = formatCount(countRecords(telling));
  return {
    violation: 'unrecorded-input',
    subject: `${action} ${input}`,
    title: `No record of ${action} holds ${input}`,
    headline: `None of ${count} records of ${action} holds ${input}, which it is declared to use.`,
    action,
    declared: {
      text: `${action} uses ${contract.actions[action]?.uses.join(', ') ?? ''}`,
      at: [`actions.${action}.uses`, `actions.${action}`, 'actions'],
    },
    seen: `${count} records, none with ${input}.`,
    records: telling,
    of: countRecords(telling),
  };
}
