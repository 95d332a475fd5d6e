import { asked } from '../judge-observation.ts';
import { shortly } from '../wording.ts';
import { countObservations } from './count-observations.ts';
import { observedRecoveries } from './observed-recoveries.ts';
import type { Check } from './check.ts';

export const normalAfterHealing: Check = {
  info: {
    id: 'normal-after-healing',
    title: 'After healing, decisions are normal again in time',
    failureTitle: 'The fallback went on after everything had healed',
    why: 'An outage lasts until the last replica has noticed that it is over.',
    fix: 'Let a circuit breaker try again within the declared time, on every replica by itself, and forget failures once a call has succeeded.',
    category: 'availability',
    severity: 'minor',
    controls: {
      csf: ['RC.RP-05', 'PR.IR-04'],
      sp80053: ['CP-10', 'SC-5', 'CP-2'],
      aiRmf: ['MEASURE 2.7'],
      nhi: [],
    },
  },
  explains: ['slow-recovery'],
  judge: (context) => {
    const counted = countObservations(context, {
      violations: ['slow-recovery'],
      canTell: (one) => (one.asked & asked.healed) !== 0,
      otherwise: 'Nothing healed, or nothing was asked once it had.',
      mustTell: observedRecoveries(context.plan).length > 0,
    });
    if (counted.outcome !== 'pass') return counted;
    const told = new Set(
      context.kinds.flatMap((kind) =>
        (kind.asked & asked.healed) === 0 || kind.verdict === 'inconclusive' ? [] : (kind.fault?.phase ?? []),
      ),
    );
    const unseen = observedRecoveries(context.plan).filter((phase) => !told.has(phase));
    if (unseen.length === 0) return counted;
    return {
      ...counted,
      outcome: 'inconclusive',
      inconclusive: counted.inconclusive + unseen.length,
      note: `Nothing was asked once the faults of ${shortly(unseen)} had healed.`,
    };
  },
};
