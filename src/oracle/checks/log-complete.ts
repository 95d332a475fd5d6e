import { outcomeOf } from './count-observations.ts';
import type { Check } from './check.ts';

export const logComplete: Check = {
  info: {
    id: 'log-complete',
    title: 'Every decision is in the decision log',
    failureTitle: 'Decisions are missing from the decision log',
    why: 'After an incident the log is all there is to say who got what. What is lost with the sink is lost when it matters most.',
    fix: 'Buffer records while the sink is down, bound the buffer by what the contract accepts to lose, and flush it before the process ends.',
    category: 'evidence',
    severity: 'major',
    controls: {
      csf: ['PR.PS-04', 'DE.AE-03', 'RS.AN-07'],
      sp80053: ['AU-2', 'AU-5', 'AU-5(4)', 'AU-12'],
      aiRmf: ['MEASURE 2.4', 'MANAGE 4.3'],
      nhi: [],
    },
  },
  explains: ['unlogged'],
  judge: ({ log, plan }) => {
    const missing = log.unlogged + log.dropped;
    const tolerated = missing <= plan.contract.decisionLog.maxLoss;
    // Completeness is a statement about all of them: one that may or may not be missing leaves it open.
    return outcomeOf({
      judged: log.unsure > 0 && tolerated ? 0 : log.matched + missing,
      failed: tolerated ? 0 : missing,
      inconclusive: log.unsure,
      violations: ['unlogged'],
      otherwise:
        log.unsure > 0
          ? `${log.unsure} records may be missing for a reason that is not the application's.`
          : 'The application gives its decisions no ids.',
    });
  },
};
