import { formatMs } from '../../model/time.ts';
import type { GovernanceCheck } from './governance-check.ts';

/** Beyond a day a stolen credential is as good as one without an end. */
const longestMs = 24 * 60 * 60 * 1_000;

export const credentialShortLived: GovernanceCheck = {
  info: {
    id: 'credential-short-lived',
    title: 'No long-lived credential lies on the way of a decision',
    failureTitle: 'A long-lived credential lies on the way of decisions',
    why: 'Who holds it may ask the policy service as the application does, and a credential that outlives a day outlives whoever was given it.',
    fix: 'Let the workload get itself a credential of minutes or hours and renew it while the service runs; drill its expiry in mid-outage.',
    category: 'evidence',
    severity: 'major',
    controls: {
      csf: ['PR.AA-01', 'PR.AA-04'],
      sp80053: ['IA-5', 'AC-2(3)', 'AC-24'],
      aiRmf: ['MEASURE 2.7'],
      nhi: ['NHI4', 'NHI7'],
    },
  },
  explains: ['long-lived-credential'],
  judge: ({ plan: { contract } }) => {
    const asked = Object.values(contract.actions).some(({ decide }) => decide !== 'local');
    if (!asked) return { judged: 0, shortcomings: [], note: 'No action asks the policy service.' };
    const { kind, lifetimeMs } = contract.policyService.credential;
    if (lifetimeMs <= longestMs) return { judged: 1, shortcomings: [], note: null };
    const lifetime = Number.isFinite(lifetimeMs) ? formatMs(lifetimeMs) : 'without an end';
    return {
      judged: 1,
      shortcomings: [
        {
          violation: 'long-lived-credential',
          subject: 'policyService.credential.lifetime',
          title: `The credential for the policy service lives too long`,
          headline: `The ${kind} with which the application asks the policy service is declared to live ${lifetime}; a day is the most.`,
          action: null,
          declared: {
            text: `credential ${kind}, ${lifetime}`,
            at: ['policyService.credential.lifetime', 'policyService.credential', 'policyService'],
          },
          seen: `A lifetime of ${lifetime}.`,
          records: [],
          of: 1,
        },
      ],
      note: null,
    };
  },
};
