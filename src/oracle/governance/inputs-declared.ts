import type { Contract } from '../../contract/contract.ts';
import { countRecords } from '../log-join.ts';
import type { RecordKind } from '../log-join.ts';
import { formatCount } from '../wording.ts';
import type { GovernanceCheck, Shortcoming } from './governance-check.ts';

export const inputsDeclared: GovernanceCheck = {
  info: {
    id: 'inputs-declared',
    title: 'Every input that decisions really rested on is declared',
    failureTitle: 'Decisions rested on inputs that nobody declared',
    why: 'An input that is not in the contract has no source, no age and no answer to its being out: the one outage that nobody drilled is the one of what nobody knew was needed.',
    fix: 'Declare the input with where it comes from, how old it may be and what happens without it, and name it in the uses of the action; or take it out of the decision.',
    category: 'evidence',
    severity: 'major',
    controls: {
      csf: ['PR.AA-05', 'ID.AM-03', 'DE.CM-09'],
      sp80053: ['AC-24', 'AC-24(1)', 'CM-8'],
      aiRmf: ['MAP 4.2', 'MEASURE 2.4'],
      nhi: [],
    },
  },
  explains: ['undeclared-input'],
  judge: ({ plan: { contract }, records }) => {
    const telling = records.filter(({ inputs }) => inputs.length > 0);
    const used = Map.groupBy(
      telling.flatMap((record) => record.inputs.map((input) => ({ record, input }))),
      ({ record, input }) => `${record.action} ${input}`,
    );
    return {
      judged: countRecords(telling),
      shortcomings: [...used.values()].flatMap((uses) => undeclaredUse(contract, telling, uses)),
      note: telling.length === 0 ? 'No record of a decision names the inputs that it rested on.' : null,
    };
  },
};

interface Use {
  readonly record: RecordKind;
  readonly input: string;
}

/** An input that an action rested on and that the contract does not give it. */
function undeclaredUse(
  contract: Contract,
  telling: readonly RecordKind[],
  uses: readonly Use[],
): readonly Shortcoming[] {
  const [first] = uses;
  if (first === undefined) return [];
  const { input } = first;
  const { action } = first.record;
  if (contract.actions[action]?.uses.includes(input) === true) return [];
  const known = contract.inputs[input] !== undefined;
  const of = countRecords(telling.filter((record) => record.action === action));
  const records = uses.map(({ record }) => record);
  const share = `${formatCount(countRecords(records))} of ${formatCount(of)}`;
  const which = known ? 'which the contract does not name in its uses' : 'which the contract does not know';
  return [
    {
      violation: 'undeclared-input',
      subject: `${action} ${input}`,
      title: `${action} rested on ${input}, which it does not declare`,
      headline: `${share} recorded decisions on ${action} rested on ${input}, ${which}.`,
      action,
      declared: {
        text: `${action} uses ${contract.actions[action]?.uses.join(', ') || 'nothing'}`,
        at: [`actions.${action}.uses`, `actions.${action}`, 'actions'],
      },
      seen: `${share} records name ${input}.`,
      records,
      of,
    },
  ];
}
