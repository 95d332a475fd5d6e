import { asked } from '../judge-observation.ts';
import { countObservations } from './count-observations.ts';
import type { Check } from './check.ts';

export const withinBudget: Check = {
  info: {
    id: 'within-budget',
    title: 'Every decision comes within the budget',
    failureTitle: 'Decisions came later than the budget',
    why: 'A slow decision holds a thread, a connection and a customer. Slow, not dead, is how one failing service takes the others with it.',
    fix: 'Give the whole decision one deadline. Retries, waiting for a connection and every input must fit into it.',
    category: 'availability',
    severity: 'major',
    controls: {
      csf: ['PR.IR-03', 'PR.IR-04'],
      sp80053: ['SC-5', 'CP-2', 'SI-17'],
      aiRmf: ['MEASURE 2.6'],
      nhi: [],
    },
  },
  explains: ['late'],
  judge: (context) =>
    countObservations(context, {
      violations: ['late'],
      canTell: (one) => (one.asked & asked.budget) !== 0,
      otherwise: 'No decision was given.',
    }),
};
