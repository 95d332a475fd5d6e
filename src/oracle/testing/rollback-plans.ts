import type { Contract } from '../../contract/contract.ts';
import type { FaultSpec } from '../../model/fault.ts';
import type { Cell, Plan, PlannedChange, PlannedPhase, WrongAnswer } from '../../plan/plan.ts';
import { restarted } from './random-plan.ts';
import type { Chance } from './random.ts';
import { chanceFrom } from './random.ts';
import { cells, otherContract, testContract, testPlan } from './test-plan.ts';

/** Mallory may not list either; the cell that a bad rule inside the application gets wrong. */
const malloryList = 8;

const malloryListCell: Cell = {
  as: 'mallory',
  do: 'invoice:list',
  on: 'ledger/main',
  expect: 'deny',
  whenDegraded: 'deny',
  undeclared: false,
};

/** When what happens: a second of steadiness, then the bad rule, its rollback, and what comes after. */
export const times = { bad: 1_000, worse: 2_500, rollback: 4_000, recovery: 7_000, end: 9_500 } as const;

type Wrong = readonly (readonly [cell: number, answers: WrongAnswer])[];

export const allowing: Wrong = [
  [cells.malloryRead, 'allow'],
  [cells.malloryApprove, 'allow'],
];
export const embedded: Wrong = [[malloryList, 'allow']];
export const denying: Wrong = [
  [cells.aliceRead, 'deny'],
  [cells.aliceApprove, 'deny'],
];
export const slow: Wrong = [
  [cells.aliceApprove, 'none'],
  [cells.malloryApprove, 'none'],
  [cells.aliceRead, 'none'],
];

/** A publication; the phase `at` names begins with it. */
export function published(
  id: string,
  at: number,
  wrong: Wrong,
  parts: { readonly refused?: boolean; readonly policy?: string } = {},
): PlannedChange {
  const { refused = false, policy = id } = parts;
  const answers = wrong.map(([cell, answer]) => ({ cell, answers: answer }));
  return {
    id,
    phase: phaseAt(at),
    at,
    kind: 'publish',
    policy,
    wrong: answers,
    approvedBy: refused ? 'intern' : null,
    refused,
  };
}

/** What takes it back. */
export function takenBackBy(id: string, at: number, of: string, breakGlass = false): PlannedChange {
  const detector = { kind: 'probes' } as const;
  return { id, phase: phaseAt(at), at, kind: 'rollback', of, afterMs: 0, breakGlass, detector };
}

export interface RollbackPlanParts {
  readonly changes: readonly PlannedChange[];
  /** From the rollback to the recovery. */
  readonly faults?: readonly FaultSpec[];
  readonly contract?: Contract;
  readonly replicas?: readonly string[];
  readonly focusPerSecond?: number;
}

/** A plan of four phases. */
export function rollbackPlan({ faults = [], ...parts }: RollbackPlanParts): Plan {
  return testPlan({
    contract: rollbackContract(),
    phases,
    cells: [...testPlan().cells, malloryListCell],
    planned: faults.map((spec, nth) => ({
      id: `rollback/${nth + 1}`,
      phase: 'rollback',
      from: times.rollback,
      to: times.recovery,
      spec,
    })),
    minSamples: 3,
    ...parts,
  });
}

/** The test contract with a policy that expires within the drill. */
export function rollbackContract(
  policy: Partial<Contract['policy']> = {},
  base: Contract = testContract,
): Contract {
  return {
    ...base,
    policy: { ...base.policy, maxAgeMs: 3_000, rollback: { objectiveMs: 4_000 }, ...policy },
    normalWithinMs: 1_000,
  };
}

const phases: readonly PlannedPhase[] = [
  phase('steady', 0, times.bad),
  phase('bad-rule', times.bad, times.worse),
  phase('worse-rule', times.worse, times.rollback),
  phase('rollback', times.rollback, times.recovery),
  phase('recovery', times.recovery, times.end),
];

function phase(name: string, from: number, to: number): PlannedPhase {
  return { name, from, to, steady: name === 'steady', ratePerSecond: 90, normalWithinMs: 1_000 };
}

function phaseAt(at: number): string {
  return phases.findLast(({ from }) => from <= at)?.name ?? 'steady';
}

const faultSets: readonly [readonly FaultSpec[], ...(readonly FaultSpec[])[]] = [
  [],
  [],
  [{ type: 'refused', on: 'policy-service' }],
  [{ type: 'refused', on: 'bundle-service' }],
  [{ type: 'frozen', on: 'bundle-service' }],
  [{ type: 'black-hole', on: 'bundle-service', replica: 'r1' }],
  [{ type: 'flapping', on: 'bundle-service', downMs: 600, upMs: 400 }],
  [{ type: 'untrusted-bundle', on: 'bundle-service', variant: 'unsigned' }],
  [{ type: 'untrusted-bundle', on: 'bundle-service', variant: 'replayed' }],
  [
    { type: 'refused', on: 'policy-service' },
    { type: 'untrusted-bundle', on: 'bundle-service', variant: 'retired-key' },
  ],
];

const ways: readonly [Partial<Contract['policy']>, ...Partial<Contract['policy']>[]] = [
  {},
  {},
  { longPollMs: 900 },
  { distribution: 'release' },
  { distribution: 'runtime-fetch' },
  { onExpired: 'degrade' },
];

function changeSets(chance: Chance): readonly PlannedChange[] {
  const wrong = chance.pick([allowing, embedded, denying, slow, [...allowing, ...embedded]]);
  const bad = published('bad', times.bad, wrong);
  const back = takenBackBy('back', times.rollback, 'bad', chance.happens(0.3));
  const worse = published('worse', times.worse, chance.pick([denying, embedded, allowing]));
  const again = published('again', times.recovery, wrong, { policy: 'bad' });
  return chance.pick<readonly PlannedChange[]>([
    [bad, back],
    [bad, back],
    [bad, worse, back],
    [
      bad,
      worse,
      takenBackBy('first', times.rollback, 'worse'),
      takenBackBy('back', times.rollback + 1_500, 'bad'),
    ],
    [bad, back, again, takenBackBy('back-again', times.recovery + 1_000, 'again')],
    [published('refused', times.bad, wrong, { refused: true }), published('bad', times.worse, wrong), back],
    [bad, back, { ...restarted('r0', 'SIGKILL'), at: times.rollback, phase: 'rollback' }],
  ]);
}

/** A rollback that nobody would have thought of. */
export function randomRollbackPlan(seed: number): Plan {
  const chance = chanceFrom(seed);
  return rollbackPlan({
    changes: changeSets(chance),
    faults: chance.pick(faultSets),
    contract: rollbackContract(chance.pick(ways), chance.pick([testContract, testContract, otherContract])),
    replicas: chance.pick([['r0'], ['r0', 'r1'], ['r0', 'r1', 'r2']]),
    focusPerSecond: chance.pick([0, 200, 400]),
  });
}
