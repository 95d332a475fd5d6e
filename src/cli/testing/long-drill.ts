import type { Cell, Plan, PlannedFault, PlannedPhase } from '../../plan/plan.ts';
import { testPlan } from '../../oracle/testing/test-plan.ts';

/** Most observations a second: a million of them is a drill of eight minutes. */
const highestRate = 2_000;
/** What a drill needs to have all its faults outlast their bounds. */
const shortestMs = 100_000;

const cells: readonly Cell[] = [
  cell('alice', 'invoice:list', 'ledger/main', 'allow'),
  cell('bob', 'invoice:list', 'ledger/main', 'allow'),
  cell('alice', 'invoice:read', 'invoice/i-1', 'allow'),
  cell('carol', 'invoice:read', 'invoice/i-2', 'allow'),
  cell('mallory', 'invoice:read', 'invoice/i-1', 'deny'),
  cell('alice', 'report:export', 'report/r-1', 'allow'),
  cell('svc-billing', 'report:export', 'report/r-2', 'allow'),
  cell('mallory', 'report:export', 'report/r-1', 'deny'),
  cell('alice', 'payment:approve', 'payment/p-1', 'allow'),
  cell('mallory', 'payment:approve', 'payment/p-1', 'deny'),
  cell('copilot', 'payment:approve', 'payment/p-1', 'deny'),
];

function cell(as: string, what: string, on: string, expect: Cell['expect']): Cell {
  return { as, do: what, on, expect, whenDegraded: expect, undeclared: false };
}

/** One stretch of a long drill, as a share of the whole. */
interface Stretch {
  readonly name: string;
  readonly share: number;
  readonly fault?: PlannedFault['spec'];
}

const stretches: readonly Stretch[] = [
  { name: 'steady', share: 0.2 },
  { name: 'refused', share: 0.1, fault: { type: 'refused', on: 'policy-service' } },
  { name: 'after-refused', share: 0.1 },
  { name: 'black-hole', share: 0.05, fault: { type: 'black-hole', on: 'policy-service', replica: 'r3' } },
  { name: 'after-black-hole', share: 0.1 },
  { name: 'no-context', share: 0.1, fault: { type: 'refused', on: 'context-service' } },
  { name: 'after-no-context', share: 0.1 },
  { name: 'no-log', share: 0.05, fault: { type: 'refused', on: 'log-sink' } },
  { name: 'bad-rule', share: 0.05 },
  { name: 'taken-back', share: 0.15 },
];

/** The plan of a drill with so many observations: every fallback, several faults one after the other, and a rollback. */
export function longPlan(observations: number): Plan {
  const lengthMs = Math.max(shortestMs, (observations / highestRate) * 1_000);
  const ratePerSecond = (observations / lengthMs) * 1_000;
  const phases: PlannedPhase[] = [];
  const faults: PlannedFault[] = [];
  let from = 0;
  for (const { name, share, fault } of stretches) {
    const to = from + share * lengthMs;
    phases.push({ name, from, to, steady: phases.length === 0, normalWithinMs: 1_000, ratePerSecond });
    if (fault !== undefined) faults.push({ id: `${name}/1`, phase: name, from, to, spec: fault });
    from = to;
  }
  const startOf = (name: string): number => phases.find((phase) => phase.name === name)?.from ?? 0;
  return {
    ...testPlan({ cells, phases, ratePerSecond, replicas: ['r0', 'r1', 'r2', 'r3', 'r4', 'r5', 'r6', 'r7'] }),
    faults,
    changes: [
      {
        id: 'bad-rule/publish-1',
        phase: 'bad-rule',
        at: startOf('bad-rule'),
        kind: 'publish',
        policy: 'bad-allow',
        wrong: [
          { cell: 4, answers: 'allow' },
          { cell: 9, answers: 'allow' },
        ],
        approvedBy: null,
        refused: false,
      },
      {
        id: 'taken-back/rollback-1',
        phase: 'taken-back',
        at: startOf('taken-back'),
        kind: 'rollback',
        of: 'bad-rule/publish-1',
        afterMs: 0,
        breakGlass: false,
        detector: { kind: 'probes' },
      },
    ],
  };
}
