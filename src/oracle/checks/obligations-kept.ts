import { asked } from '../judge-observation.ts';
import { countObservations } from './count-observations.ts';
import type { Check } from './check.ts';

export const obligationsKept: Check = {
  info: {
    id: 'obligations-kept',
    title: 'Every degraded answer keeps its obligations',
    failureTitle: 'Degraded answers showed data that had to be hidden',
    why: 'A degraded decision is only acceptable because of what it holds back. Without its obligations it is a full grant made by a coarse rule.',
    fix: 'Apply the obligations where the answer is written, from the decision that was really made, and refuse the answer if one cannot be applied.',
    category: 'safety',
    severity: 'critical',
    controls: {
      csf: ['PR.AA-05', 'PR.IR-03'],
      sp80053: ['SI-17', 'CP-12', 'CP-13', 'SA-8(24)'],
      aiRmf: ['MEASURE 2.6', 'MANAGE 2.4'],
      nhi: ['NHI5'],
    },
  },
  explains: ['obligation-missed'],
  judge: (context) =>
    countObservations(context, {
      violations: ['obligation-missed'],
      canTell: (one) => (one.asked & asked.obligation) !== 0,
      cannotTell: (one) => (one.asked & asked.obligationUnseen) !== 0,
      otherwise: 'No degraded answer was given.',
    }),
};
