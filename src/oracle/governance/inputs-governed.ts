import type { DecisionInput } from '../../contract/contract.ts';
import { declaredInput } from '../wording.ts';
import type { GovernanceCheck } from './governance-check.ts';

export const inputsGoverned: GovernanceCheck = {
  info: {
    id: 'inputs-governed',
    title: 'Every input from elsewhere has a source, an age and a longest wait',
    failureTitle: 'Inputs from elsewhere are not governed',
    why: 'A value of any age from a service that is waited for without end is a decision that somebody else makes, whenever they like.',
    fix: 'Say for each input where it comes from, how old it may be (maxAge), how long it is waited for (timeout), and what happens when it is stale or missing.',
    category: 'evidence',
    severity: 'minor',
    controls: {
      csf: ['PR.AA-05', 'GV.SC-08', 'DE.CM-09'],
      sp80053: ['AC-24(1)', 'CP-2', 'SC-24'],
      aiRmf: ['MAP 4.2', 'GOVERN 6.2'],
      nhi: [],
    },
  },
  explains: ['ungoverned'],
  judge: ({ plan: { contract } }) => {
    const fetched = Object.entries(contract.inputs).filter(([, { local }]) => !local);
    return {
      judged: fetched.length,
      shortcomings: fetched.flatMap(([name, input]) => {
        const lacking = lackingIn(input);
        if (lacking.length === 0) return [];
        return [
          {
            violation: 'ungoverned' as const,
            subject: `inputs.${name}`,
            title: `The input ${name} is declared without ${lacking.join(', ')}`,
            headline: `Of the input ${name}, which comes from elsewhere, the contract does not say ${lacking.join(', ')}.`,
            action: null,
            declared: { text: declaredInput(contract, name), at: [`inputs.${name}`, 'inputs'] },
            seen: `Nothing is said of ${lacking.join(', ')}.`,
            records: [],
            of: 1,
          },
        ];
      }),
      note: fetched.length === 0 ? 'Every input is at hand in the application.' : null,
    };
  },
};

/** What on stale and on missing is always said: where a contract leaves it out, it is a deny. */
function lackingIn({ from, maxAgeMs, timeoutMs }: DecisionInput): readonly string[] {
  return [
    ...(from.trim() === '' ? ['a source'] : []),
    ...(maxAgeMs === null ? ['maxAge'] : []),
    ...(timeoutMs === null ? ['timeout'] : []),
  ];
}
