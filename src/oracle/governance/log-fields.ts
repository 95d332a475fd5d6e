import type { Contract } from '../../contract/contract.ts';
import { listed } from '../wording.ts';
import type { GovernanceCheck } from './governance-check.ts';

type Field = Contract['decisionLog']['records'][number];

/** What a decision cannot be accounted for without. */
const needed: readonly { readonly field: Field; readonly words: string }[] = [
  { field: 'input', words: 'the inputs' },
  { field: 'outcome', words: 'the outcome' },
  { field: 'policyRevision', words: 'the policy revision' },
];

export const logFields: GovernanceCheck = {
  info: {
    id: 'log-fields',
    title: 'The decision log is declared to hold inputs, outcome and policy revision',
    failureTitle: 'The decision log is not declared to hold what a decision rested on',
    why: 'Without the inputs nobody can say why, without the revision nobody can say by which rule; and after a bad rule was taken back, whom it let in is asked of exactly these.',
    fix: 'Declare input, outcome and policyRevision in decisionLog.records, and write them with every decision.',
    category: 'evidence',
    severity: 'minor',
    controls: {
      csf: ['PR.PS-04', 'DE.AE-03', 'RS.AN-07'],
      sp80053: ['AU-2', 'AU-3', 'AU-12'],
      aiRmf: ['MEASURE 2.4', 'MANAGE 4.3'],
      nhi: [],
    },
  },
  explains: ['ungoverned'],
  judge: ({ plan: { contract }, records }) => {
    const { records: held } = contract.decisionLog;
    const lacking = needed.filter(({ field }) => !held.includes(field)).map(({ words }) => words);
    const seen = records.length === 0 ? 'No record was seen.' : null;
    if (lacking.length === 0) return { judged: needed.length, shortcomings: [], note: seen };
    return {
      judged: needed.length,
      shortcomings: [
        {
          violation: 'ungoverned',
          subject: 'decisionLog.records',
          title: `The decision log is not declared to hold ${listed(lacking)}`,
          headline: `By the contract a decision's record does not hold ${listed(lacking)}.`,
          action: null,
          declared: {
            text: `records ${held.join(', ')}`,
            at: ['decisionLog.records', 'decisionLog'],
          },
          seen: `${listed(lacking)} need not be recorded.`,
          records: [],
          of: needed.length,
        },
      ],
      note: seen,
    };
  },
};
