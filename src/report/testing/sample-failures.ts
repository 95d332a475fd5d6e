import type { MatrixCell, ScenarioResult, TimelineLane } from '../../model/result.ts';
import { checkResult, sampleChecks } from './sample-checks.ts';
import { sampleRollback } from './sample-rollback.ts';
import { passingScenario, withOutcome } from './sample-scenario-result.ts';
import type { SampleScenario } from './sample-scenarios.ts';

const cellBase = {
  inconclusive: 0,
  needed: 20,
  violation: null,
  severity: null,
  finding: null,
  failed: 0,
} as const;

/** Three causes of failure and one of doubt, each in a scenario of its own; the rest as declared. */
export function failingScenario(scenario: SampleScenario, seed: number): ScenarioResult {
  const base = passingScenario(scenario, seed);
  if (scenario.id === 'policy-service-black-hole') return failsOpen(base);
  if (scenario.id === 'policy-service-slow') return slowToRecover(base);
  if (scenario.id === 'policy-service-malformed') return inconclusiveScenario(scenario, seed);
  return scenario.id === 'rollback-bad-allow' ? overrun(base) : base;
}

/** Too few samples of one cell of the malformed answers; the rest as declared. */
export function inconclusiveScenario(scenario: SampleScenario, seed: number): ScenarioResult {
  const base = passingScenario(scenario, seed);
  if (scenario.id !== 'policy-service-malformed') return base;
  const note = '9 decisions of report:export in the outage, 20 are needed.';
  const changed = withOutcome(base, 'inconclusive', {
    cell: {
      ...cellBase,
      action: 'report:export',
      status: 'inconclusive',
      declared: 'degrade to coarse, redact',
      judged: 9,
      inconclusive: 9,
    },
    check: checkResult(sampleChecks.obligations, 'inconclusive', { judged: 9, inconclusive: 9, note }),
    counts: { inconclusive: 9, pass: base.counts.pass - 9 },
  });
  return { ...changed, evidence: { ...changed.evidence, stalls: 3, longestStallMs: 412, missing: [note] } };
}

function failsOpen(base: ScenarioResult): ScenarioResult {
  const changed = withOutcome(base, 'fail', {
    cell: failed('payment:approve', 'deny', 310, 37, 'F1'),
    check: checkResult(sampleChecks.decision, 'fail', { judged: base.counts.observations, failed: 37 }),
    counts: { wrongAllow: 37, pass: base.counts.pass - 37 },
    findings: ['F1'],
  });
  const wrongFrom = 16;
  const wrongTo = 22;
  return {
    ...changed,
    timeline: {
      ...changed.timeline,
      lanes: changed.timeline.lanes.map((lane) =>
        lane.action === 'payment:approve' ? opened(lane, wrongFrom, wrongTo) : lane,
      ),
      violations: Array.from({ length: 37 }, (_, index) => ({
        t: 3_210 + index * 30,
        count: 1,
        action: 'payment:approve',
        violation: 'wrong-allow' as const,
      })),
    },
  };
}

function opened(lane: TimelineLane, from: number, to: number): TimelineLane {
  const open = (index: number): boolean => index >= from && index < to;
  return {
    ...lane,
    allowed: lane.allowed.map((value, index) => (open(index) ? (lane.denied[index] ?? value) : value)),
    denied: lane.denied.map((value, index) => (open(index) ? 0 : value)),
  };
}

function slowToRecover(base: ScenarioResult): ScenarioResult {
  const changed = withOutcome(base, 'fail', {
    cell: {
      ...failed('invoice:read', 'cache 3 s → deny', 240, 12, 'F2'),
      violation: 'wrong-deny',
      severity: 'major',
    },
    check: checkResult(sampleChecks.availability, 'fail', { judged: base.counts.observations, failed: 12 }),
    counts: { wrongDeny: 12, noDecision: 3, pass: base.counts.pass - 15 },
    findings: ['F2'],
  });
  const violations = [9_340, 9_420, 9_600, 9_880].map((t) => ({
    t,
    count: 1,
    action: 'invoice:read',
    violation: 'wrong-deny' as const,
  }));
  return { ...changed, timeline: { ...changed.timeline, violations } };
}

function overrun(base: ScenarioResult): ScenarioResult {
  const changed = withOutcome(base, 'fail', {
    check: checkResult(sampleChecks.rollback, 'fail', { judged: 1, failed: 1 }),
    counts: {},
    findings: ['F3'],
  });
  const rollback = sampleRollback('bad-allow', 3_215);
  return { ...changed, rollback, rollbacks: [rollback] };
}

function failed(
  action: string,
  declared: string,
  judged: number,
  count: number,
  finding: string,
): MatrixCell {
  return {
    ...cellBase,
    action,
    status: 'fail',
    declared,
    judged,
    failed: count,
    violation: 'wrong-allow',
    severity: 'critical',
    finding,
  };
}
