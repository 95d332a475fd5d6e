import type { Plan } from '../../plan/plan.ts';
import { asked } from '../judge-observation.ts';
import { countObservations } from './count-observations.ts';
import type { Check } from './check.ts';

export const noRevokedAllow: Check = {
  info: {
    id: 'no-revoked-allow',
    title: 'Nothing is allowed for longer than declared after it was withdrawn',
    failureTitle: 'Requests were allowed long after the permission had been withdrawn',
    why: 'Whoever left, or lost a role, goes on getting through: by an old answer, an old bundle, or a service that has not heard of it.',
    fix: 'Keep every bound that delays a withdrawal (poll, bundle age, cache) together below the declared one, and let an expired bundle deny, whatever else is out.',
    category: 'freshness',
    severity: 'critical',
    controls: {
      csf: ['PR.AA-05', 'DE.CM-09'],
      sp80053: ['AC-3(8)', 'AC-2(3)', 'AC-24'],
      aiRmf: ['MEASURE 2.7'],
      nhi: ['NHI1', 'NHI7'],
    },
  },
  explains: ['revoked-allow'],
  judge: (context) =>
    countObservations(context, {
      violations: ['revoked-allow'],
      canTell: (one) => (one.asked & asked.revoked) !== 0,
      otherwise: context.plan.changes.some((change) => change.kind === 'revoke')
        ? 'Nothing was asked for once the bound had passed.'
        : 'Nobody\u2019s permission is withdrawn.',
      mustTell: outlastsRevocation(context.plan),
    }),
};

/** How much longer than the bound the plan has to go on before answers beyond it are to be expected. */
const toSpareMs = 1_000;

function outlastsRevocation(plan: Plan): boolean {
  const end = plan.phases.at(-1)?.to ?? 0;
  return plan.changes.some(
    (change) => change.kind === 'revoke' && end - change.at > plan.contract.revocation.boundMs + toSpareMs,
  );
}
