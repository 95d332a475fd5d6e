import { notApplicable, outcomeOf } from './count-observations.ts';
import type { Check } from './check.ts';

export const changesControlled: Check = {
  info: {
    id: 'changes-controlled',
    title: 'Nobody changes the policy alone',
    failureTitle: 'A policy was changed past change control',
    why: 'Whoever can publish a policy alone can give himself every permission that it decides on, and a bad day is when nobody looks.',
    fix: 'Have the service that publishes policies refuse what no declared approver, other than the one who orders it, has approved, and keep the way around it to those who are declared for it, with a record.',
    category: 'rollback',
    severity: 'major',
    controls: {
      csf: ['PR.PS-01', 'ID.RA-07'],
      sp80053: ['CM-3', 'CM-5', 'AC-5'],
      aiRmf: ['GOVERN 2.1'],
      nhi: [],
    },
  },
  explains: ['uncontrolled-change'],
  judge: ({ control: { judged, uncontrolled } }) => {
    const otherwise = 'Nothing says who ordered a change of the policy.';
    if (judged === 0) return notApplicable(otherwise);
    return outcomeOf({
      judged,
      failed: uncontrolled.length,
      inconclusive: 0,
      violations: ['uncontrolled-change'],
      otherwise,
    });
  },
};
