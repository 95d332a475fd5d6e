import type { FaultEffect, FaultSpec } from '../../model/fault.ts';
import type { MatrixCell } from '../../model/result.ts';

/** What a sample scenario breaks. */
export interface SampleScenario {
  readonly id: string;
  readonly folder: string;
  readonly title: string;
  readonly why: string;
  /** The matrix row: a stable key and words for it. */
  readonly row: { readonly fault: string; readonly title: string };
  readonly fault: { readonly spec: FaultSpec; readonly effect: FaultEffect } | null;
  readonly badRule: 'bad-allow' | 'bad-deny' | null;
  readonly proof: string;
}

const actionNames = ['invoice:list', 'invoice:read', 'report:export', 'payment:approve'] as const;
export type SampleAction = (typeof actionNames)[number];

export const sampleActions: readonly { readonly action: SampleAction; readonly declared: string }[] = [
  { action: 'invoice:list', declared: 'local' },
  { action: 'invoice:read', declared: 'cache 3 s → deny' },
  { action: 'report:export', declared: 'degrade to coarse, redact' },
  { action: 'payment:approve', declared: 'deny' },
];

const out = { kind: 'out' } as const;
const policy = 'policy-service';
const context = 'context-service';

export const sampleScenarios: readonly SampleScenario[] = [
  outage(
    'policy-service-refused',
    'refuses connections',
    'A crashed or scaled-to-zero PDP is the commonest outage.',
    { type: 'refused', on: policy },
    out,
    'ECONNREFUSED after 1.2 ms',
  ),
  outage(
    'policy-service-black-hole',
    'is black-holed',
    'A dropped packet is the slowest of failures: nothing says that it happened.',
    { type: 'black-hole', on: policy },
    out,
    'timeout after 600 ms',
  ),
  outage(
    'policy-service-slow',
    'is slower than the budget',
    'An overloaded PDP answers, only too late to be of use.',
    { type: 'latency', on: policy, latencyMs: 900, jitterMs: 100 },
    out,
    'answer after 931 ms',
  ),
  outage(
    'policy-service-reset',
    'resets in mid-answer',
    'A proxy that restarts cuts answers in two.',
    { type: 'reset', on: policy },
    out,
    'ECONNRESET after 2.1 ms',
  ),
  outage(
    'policy-service-500',
    'answers 500',
    'An error page must not be read as a decision.',
    { type: 'status', on: policy, status: 500 },
    { kind: 'lying' },
    'status 500',
  ),
  outage(
    'policy-service-malformed',
    'answers malformed JSON',
    'Half a deployment answers 200 with a body nobody expected.',
    { type: 'malformed', on: policy },
    { kind: 'lying' },
    'malformed',
  ),
  outage(
    'context-service-down',
    'is down',
    'Risk is asked for in the path of every payment.',
    { type: 'refused', on: context },
    out,
    'ECONNREFUSED after 0.9 ms',
  ),
  outage(
    'context-frozen',
    'serves frozen values',
    'A stuck feed answers quickly, correctly formed, and wrong.',
    { type: 'frozen', on: context },
    { kind: 'input-frozen', input: 'context.risk' },
    'frozen',
  ),
  outage(
    'context-attribute-missing',
    'leaves out risk',
    'A missing attribute must not skip a forbid.',
    { type: 'missing-attribute', on: context, attribute: 'risk' },
    { kind: 'input-missing', input: 'context.risk' },
    'missing risk',
  ),
  outage(
    'log-sink-down',
    'refuses connections',
    'An audit trail with a hole in it proves nothing.',
    { type: 'refused', on: 'log-sink' },
    out,
    'ECONNREFUSED after 1.0 ms',
  ),
  badRule(
    'bad-allow',
    'A rule that lets a contractor approve payments is taken back',
    'A bad allow does harm until the last replica has dropped it.',
  ),
  badRule(
    'bad-deny',
    'A rule that denies the approvers is taken back',
    'A bad deny stops the business until the last replica has dropped it.',
  ),
];

function outage(
  id: string,
  breaks: string,
  why: string,
  spec: FaultSpec,
  effect: FaultEffect,
  proof: string,
): SampleScenario {
  const name = spec.on.replace('-', ' ');
  const row = { fault: `${spec.type} ${spec.on}`, title: `${name} ${breaks}` };
  return {
    id,
    folder: folderOf(spec),
    title: `The ${row.title}`,
    why,
    row,
    fault: { spec, effect },
    badRule: null,
    proof,
  };
}

function folderOf(spec: FaultSpec): string {
  return spec.on === policy ? 'policy-service' : spec.on === context ? 'context' : 'decision-log';
}

function badRule(policyName: 'bad-allow' | 'bad-deny', title: string, why: string): SampleScenario {
  const row = { fault: `publish ${policyName}`, title: `${policyName} rule published` };
  return {
    id: `rollback-${policyName}`,
    folder: 'rollback',
    title,
    why,
    row,
    fault: null,
    badRule: policyName,
    proof: '',
  };
}

/** What one cell of a sample row shows when all is well. */
export function passingCell(scenario: SampleScenario, action: SampleAction, judged: number): MatrixCell {
  const spec = scenario.fault?.spec;
  const needed = spec?.on !== context || action === 'payment:approve';
  const declared =
    spec === undefined || spec.on === 'log-sink'
      ? 'as healthy'
      : spec.on === context
        ? 'deny when stale or missing'
        : (sampleActions.find((known) => known.action === action)?.declared ?? '');
  const figures = { failed: 0, inconclusive: 0, needed: 20, violation: null, severity: null, finding: null };
  return needed
    ? { action, status: 'pass', declared, judged, ...figures }
    : { action, status: 'not-applicable', declared: '', judged: 0, ...figures };
}
