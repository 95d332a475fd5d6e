import { formatCount } from '../wording.ts';
import { notApplicable, outcomeOf } from './count-observations.ts';
import type { Check } from './check.ts';

export const noRequestStorm: Check = {
  info: {
    id: 'no-request-storm',
    title: 'The policy service is asked no more often than declared',
    failureTitle: 'More requests reached the policy service than were declared',
    why: 'Retries multiply the load on a service that is already failing, and a queue that is worked off at once knocks it over again as soon as it is back.',
    fix: 'Bound the attempts of a decision, let nothing be asked again that nobody waits for any more, and spread what has to be asked after an outage by chance.',
    category: 'availability',
    severity: 'minor',
    controls: {
      csf: ['PR.IR-04', 'RC.RP-05'],
      sp80053: ['CP-10', 'SC-5', 'CP-2'],
      aiRmf: ['MEASURE 2.7'],
      nhi: [],
    },
  },
  explains: ['herd'],
  judge: ({ storm: { windows, worst } }) => {
    if (windows === 0) return notApplicable('Nobody counted what reached the policy service.');
    return {
      ...outcomeOf({
        judged: windows,
        failed: worst === null ? 0 : 1,
        inconclusive: 0,
        violations: ['herd'],
        otherwise: '',
      }),
      note:
        worst === null
          ? null
          : `${formatCount(worst.requests)} requests where ${formatCount(worst.accounted)} can be accounted for.`,
    };
  },
};
