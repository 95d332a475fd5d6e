import type { CheckResult } from '../../model/check.ts';
import type { GovernanceReport, ScenarioJudgement, UnnumberedFinding } from '../../model/judgement.ts';
import type { MatrixCell, ScenarioResult } from '../../model/result.ts';
import { severityOf } from '../../model/violation.ts';

/** Pieces of a run for tests, each whole by itself. */
export function check(parts: Partial<CheckResult> = {}): CheckResult {
  return {
    id: 'no-wrong-allow',
    title: 'Nothing is allowed',
    failureTitle: 'Something was allowed',
    why: 'It matters.',
    fix: 'Change it.',
    category: 'safety',
    severity: 'critical',
    controls: { csf: ['PR.AA-05'], sp80053: ['AC-3'], aiRmf: [], nhi: [] },
    outcome: 'pass',
    judged: 10,
    failed: 0,
    inconclusive: 0,
    note: null,
    violations: [],
    ...parts,
  };
}

export function cell(parts: Partial<MatrixCell> = {}): MatrixCell {
  return {
    action: 'payment:approve',
    status: 'pass',
    declared: 'deny',
    judged: 20,
    failed: 0,
    inconclusive: 0,
    needed: 20,
    violation: null,
    severity: null,
    finding: null,
    ...parts,
  };
}

export function finding(parts: Partial<UnnumberedFinding> = {}): UnnumberedFinding {
  const violation = parts.violation ?? 'wrong-allow';
  return {
    fingerprint: `${violation}/payment:approve/refused policy-service`,
    check: 'no-wrong-allow',
    title: 'payment:approve was allowed',
    headline: 'While it was out, 3 of 10 were allowed.',
    violation,
    severity: severityOf[violation],
    scenario: 'one',
    action: 'payment:approve',
    fault: 'refused policy-service',
    phase: 'outage',
    declared: { text: 'payment:approve → deny', file: 'contract.yaml', line: 31 },
    seen: {
      text: '3 of 10 allowed',
      count: 3,
      of: 10,
      first: 2_000,
      last: 3_000,
      replicas: ['r0'],
      decisions: ['d-1'],
    },
    why: 'It matters.',
    fix: 'Change it.',
    reproduce: 'authz-drill run one.yaml --seed 1',
    controls: { csf: ['PR.AA-05'], sp80053: ['AC-3'], aiRmf: [], nhi: [] },
    ...parts,
  };
}

export function governanceReport(parts: Partial<GovernanceReport> = {}): GovernanceReport {
  return {
    checks: [],
    rollbackObjectiveMs: 5_000,
    distribution: {
      way: 'signed-bundle',
      pollEveryMs: 1_000,
      longPollMs: null,
      maxAgeMs: 3_000,
      onExpired: 'deny',
      approvers: ['payments-iam', 'security'],
      breakGlass: ['on-call'],
    },
    changes: [],
    findings: [],
    ...parts,
  };
}

export function judgement(
  scenario: Partial<ScenarioResult> = {},
  parts: Partial<Omit<ScenarioJudgement, 'scenario'>> = {},
): ScenarioJudgement {
  const { findings: _, ...given } = scenario;
  return {
    runId: 'run-1',
    index: 0,
    startedAt: '2026-01-02T03:04:05.000Z',
    harness: { name: 'authz-drill', version: '0.0.0' },
    service: 'ledger',
    owner: { team: 'payments-iam', contact: 'payments-iam@example.com' },
    defect: null,
    commit: null,
    actions: [
      { action: 'invoice:list', declared: 'local' },
      { action: 'payment:approve', declared: 'deny' },
    ],
    catalogue: [
      { fault: 'refused policy-service', title: 'policy service refused', actions: ['payment:approve'] },
    ],
    governance: governanceReport(),
    findings: [],
    ...parts,
    scenario: {
      id: 'one',
      title: 'One',
      why: 'To test.',
      file: 'one.yaml',
      verdict: 'pass',
      seed: 1,
      startedAt: '2026-01-02T03:04:05.000Z',
      durationMs: 10_000,
      counts: {
        observations: 100,
        pass: 100,
        wrongAllow: 0,
        wrongDeny: 0,
        noDecision: 0,
        inconclusive: 0,
        byMode: { local: 40, remote: 60, cache: 0, degrade: 0, deny: 0 },
      },
      checks: [check()],
      matrix: [
        {
          fault: 'refused policy-service',
          title: 'policy service refused',
          cells: [cell({ action: 'invoice:list', declared: 'local' }), cell()],
        },
      ],
      rollback: null,
      rollbacks: [],
      spread: null,
      timeline: {
        stepMs: 200,
        endMs: 10_000,
        phases: [],
        faults: [],
        revisions: [],
        lanes: [],
        violations: [],
      },
      latency: [],
      evidence: {
        steady: true,
        faultsRequested: 1,
        faultsProved: 1,
        faultsHealed: 1,
        requestsAsked: 100,
        requestsSent: 100,
        stalls: 0,
        longestStallMs: 0,
        logRecords: 100,
        logMatched: 100,
        logExpected: 100,
        cleanedUp: true,
        processes: 7,
        faultsLeft: 0,
        clockUncertaintyMs: 12,
        journalSha256: 'f'.repeat(64),
        budgetMs: 500,
        outcomes: { allow: 60, deny: 40, error: 0, timeout: 0, malformed: 0 },
        missing: [],
      },
      reproduce: 'authz-drill run one.yaml --seed 1',
      ...given,
    },
  };
}
