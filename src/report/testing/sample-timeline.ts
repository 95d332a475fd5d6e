import type { Timeline, TimelineLane } from '../../model/result.ts';
import { sampleActions, type SampleAction, type SampleScenario } from './sample-scenarios.ts';

const stepMs = 200;
const endMs = 10_000;
const faultFrom = 2_000;
const faultTo = 7_000;

/** Repeatable noise between 0 and 1 (mulberry32). */
export function noise(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Steady for two seconds, broken for five, recovering for three. */
export function sampleTimeline(scenario: SampleScenario, seed: number): Timeline {
  const random = noise(seed);
  return {
    stepMs,
    endMs,
    phases: [
      { name: 'steady', from: 0, to: faultFrom },
      { name: scenario.badRule === null ? 'outage' : 'bad rule', from: faultFrom, to: faultTo },
      { name: 'recovery', from: faultTo, to: endMs },
    ],
    faults: scenario.fault === null ? [] : [faultWindow(scenario, scenario.fault)],
    revisions:
      scenario.badRule === null
        ? [{ t: 0, revision: 1, policy: 'good' }]
        : [
            { t: 0, revision: 1, policy: 'good' },
            { t: faultFrom, revision: 2, policy: scenario.badRule },
            { t: 3_655, revision: 3, policy: 'good' },
          ],
    lanes: sampleActions.map(({ action }) => lane(scenario, action, random)),
    violations: [],
  };
}

function faultWindow(scenario: SampleScenario, fault: NonNullable<SampleScenario['fault']>) {
  return {
    fault: 'outage/0',
    title: scenario.row.title,
    ...fault,
    requested: faultFrom,
    effective: faultFrom + 118,
    healRequested: faultTo,
    healed: faultTo + 306,
    proof: `r0.${fault.spec.on} ${scenario.proof}`,
  };
}

function lane(scenario: SampleScenario, action: SampleAction, random: () => number): TimelineLane {
  const steps = Array.from({ length: endMs / stepMs }, (_, index) => {
    const at = index * stepMs;
    const asked = 4 + Math.floor(random() * 3);
    const allowed = Math.round(asked * 0.6);
    const broken = at >= faultFrom + 200 && at < faultTo + 400;
    return { asked, ...split(scenario, action, broken, at, allowed) };
  });
  return {
    action,
    allowed: steps.map((step) => step.allowed),
    fallbackAllowed: steps.map((step) => step.fallbackAllowed),
    denied: steps.map((step) => step.asked - step.allowed - step.fallbackAllowed),
    noDecision: steps.map(() => 0),
  };
}

function split(scenario: SampleScenario, action: SampleAction, broken: boolean, at: number, allowed: number) {
  const healthy = { allowed, fallbackAllowed: 0 };
  if (!broken || action === 'invoice:list') return healthy;
  if (scenario.badRule !== null)
    return at < 5_000 && action === 'payment:approve' ? wrongRule(scenario, allowed) : healthy;
  if (scenario.fault?.spec.on === 'context-service') {
    return action === 'payment:approve' ? { allowed: 0, fallbackAllowed: 0 } : healthy;
  }
  if (scenario.fault?.spec.on !== 'policy-service') return healthy;
  if (action === 'report:export') return { allowed: 0, fallbackAllowed: allowed };
  return { allowed: 0, fallbackAllowed: action === 'invoice:read' && at < faultFrom + 3_000 ? allowed : 0 };
}

function wrongRule(scenario: SampleScenario, allowed: number) {
  return { allowed: scenario.badRule === 'bad-allow' ? allowed + 1 : 0, fallbackAllowed: 0 };
}
