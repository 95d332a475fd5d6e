import type { GovernanceCheck, Shortcoming } from './governance-check.ts';

/** Words that stand where nobody has filled in a name. */
const placeholder =
  /^(?:t\.?b\.?[acd]\.?|to ?do|none|nobody|unknown|owner|team|contact|n\/?a|change ?me|x+|\?+|-+|\.+)$/i;

export const ownerNamed: GovernanceCheck = {
  info: {
    id: 'owner-named',
    title: 'Somebody answers for the contract, and can be reached',
    failureTitle: 'Nobody answers for the contract',
    why: 'When a fallback allows what it should not, somebody has to decide within minutes whether it stays. An outage is no time to look for whoever that is.',
    fix: 'Name the team and where it is reached at night: an address, a channel, a pager.',
    category: 'evidence',
    severity: 'minor',
    controls: {
      csf: ['GV.RR-02', 'GV.PO-01'],
      sp80053: ['AC-1', 'IR-4'],
      aiRmf: ['GOVERN 2.1', 'GOVERN 4.3'],
      nhi: [],
    },
  },
  explains: ['ungoverned'],
  judge: ({ plan: { contract } }) => {
    const { team, contact } = contract.owner;
    return {
      judged: 2,
      shortcomings: [
        ...unnamed('team', team, 'no team is named as the owner'),
        ...unnamed('contact', contact, 'nothing says where the owner is reached'),
      ],
      note: null,
    };
  },
};

function unnamed(key: 'team' | 'contact', value: string, what: string): readonly Shortcoming[] {
  if (value.trim() !== '' && !placeholder.test(value.trim())) return [];
  return [
    {
      violation: 'ungoverned',
      subject: `owner.${key}`,
      title: `The contract names no ${key === 'team' ? 'owner' : 'contact'}`,
      headline: `Of the contract itself, ${what}.`,
      action: null,
      declared: { text: `owner.${key} “${value}”`, at: [`owner.${key}`, 'owner'] },
      seen: `The ${key} “${value}” is nobody.`,
      records: [],
      of: 1,
    },
  ];
}
