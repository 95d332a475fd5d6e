import type { Finding } from '../../model/result.ts';
import { sampleChecks } from './sample-checks.ts';

const contract = 'fixtures/ledger/contract.yaml';

/** The three findings of the failing sample run, most severe first. */
export const sampleFindings: readonly Finding[] = [
  {
    id: 'F1',
    fingerprint: 'wrong-allow/payment:approve/black-hole policy-service',
    ...described(sampleChecks.decision),
    title: 'payment:approve was allowed while the policy service was black-holed',
    headline:
      'While the policy service was black-holed, 37 of 310 payment:approve requests were allowed where deny was declared. First at +3.21 s.',
    scenario: 'policy-service-black-hole',
    action: 'payment:approve',
    fault: 'black-hole policy-service',
    phase: 'outage',
    declared: { text: 'payment:approve → deny', file: contract, line: 31 },
    seen: {
      text: '37 of 310 allowed with mode remote on replica r1, from +3.21 s to +4.29 s.',
      count: 37,
      of: 310,
      first: 3_210,
      last: 4_290,
      replicas: ['r1'],
      decisions: ['d-71c0', 'd-71c4', 'd-71d9'],
    },
    reproduce: 'authz-drill run scenarios/policy-service/policy-service-black-hole.yaml --seed 4712',
  },
  {
    id: 'F2',
    fingerprint: 'wrong-deny/invoice:read/latency policy-service',
    ...described(sampleChecks.availability),
    title: 'invoice:read was denied after the policy service had healed',
    headline:
      'After the policy service had healed, 12 of 240 invoice:read requests were denied although the contract allows them. First at +9.34 s.',
    scenario: 'policy-service-slow',
    action: 'invoice:read',
    fault: 'latency policy-service',
    phase: 'recovery',
    declared: { text: 'invoice:read → cache 3 s → deny', file: contract, line: 28 },
    seen: {
      text: '12 of 240 denied with mode deny on replicas r0 and r1, from +9.34 s to +9.88 s.',
      count: 12,
      of: 240,
      first: 9_340,
      last: 9_880,
      replicas: ['r0', 'r1'],
      decisions: ['d-8a01', 'd-8a07', 'd-8a1c'],
    },
    reproduce: 'authz-drill run scenarios/policy-service/policy-service-slow.yaml --seed 4713',
  },
  {
    id: 'F3',
    fingerprint: 'rollback-overrun/payment:approve/publish bad-allow',
    ...described(sampleChecks.rollback),
    title: 'Taking back the policy bad-allow overran its objective',
    headline:
      'The rollback of the policy bad-allow took 5.58 s to the last wrong decision, 5 s were declared.',
    scenario: 'rollback-bad-allow',
    action: 'payment:approve',
    fault: 'publish bad-allow',
    phase: 'recovery',
    declared: { text: 'rollback within 5 s', file: contract, line: 12 },
    seen: {
      text: '5.58 s (±4 ms) from the command to the last wrong decision, 60 wrong decisions altogether.',
      count: 1,
      of: 1,
      first: 9_230,
      last: 9_230,
      replicas: ['r1'],
      decisions: ['d-9f30'],
    },
    reproduce: 'authz-drill run scenarios/rollback/rollback-bad-allow.yaml --seed 4721',
  },
];

function described(check: (typeof sampleChecks)[keyof typeof sampleChecks]) {
  const { id, violation, severity, why, fix, controls } = check;
  return { check: id, violation, severity, why, fix, controls };
}
