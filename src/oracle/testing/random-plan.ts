import type { Contract } from '../../contract/contract.ts';
import type { FaultSpec } from '../../model/fault.ts';
import type { Cell, Plan, PlannedChange, PlannedFault, PlannedPhase } from '../../plan/plan.ts';
import { chanceFrom } from './random.ts';
import type { Chance } from './random.ts';
import { badAllowTakenBack, cells, otherContract, testContract, testPlan } from './test-plan.ts';

const [policy, context, bundle, log] = [
  'policy-service',
  'context-service',
  'bundle-service',
  'log-sink',
] as const;

const faults: readonly [FaultSpec, ...FaultSpec[]] = [
  { type: 'refused', on: policy },
  { type: 'refused', on: policy, replica: 'r1' },
  { type: 'black-hole', on: policy },
  { type: 'malformed', on: policy },
  { type: 'status', status: 503, on: policy },
  { type: 'latency', on: policy, latencyMs: 230, jitterMs: 100 },
  { type: 'flapping', on: policy, downMs: 300, upMs: 300 },
  { type: 'paused', on: policy },
  { type: 'credential-revoked', on: policy },
  { type: 'credential-rotated', on: policy },
  { type: 'refused', on: context },
  { type: 'black-hole', on: context },
  { type: 'flapping', on: context, downMs: 300, upMs: 200 },
  { type: 'frozen', on: context },
  { type: 'missing-attribute', on: context, attribute: 'risk' },
  { type: 'partial', on: context, subjects: ['alice'] },
  { type: 'replayed', on: context, ageMs: 900 },
  { type: 'replayed', on: context, ageMs: 1_900 },
  { type: 'replayed', on: context, ageMs: 10_000 },
  { type: 'refused', on: bundle },
  { type: 'refused', on: bundle, replica: 'r0' },
  { type: 'flapping', on: bundle, downMs: 500, upMs: 300 },
  { type: 'refused', on: log },
  { type: 'status', status: 500, on: log },
  { type: 'killed', on: 'app' },
  { type: 'killed', on: 'app', replica: 'r0' },
  { type: 'paused', on: 'app' },
  { type: 'paused', on: 'app', replica: 'r1' },
  { type: 'clock-skew', on: 'app', skewMs: -30_000 },
  { type: 'clock-skew', on: 'app', skewMs: -1_500 },
  { type: 'clock-skew', on: 'app', skewMs: 1_500, replica: 'r0' },
  { type: 'clock-skew', on: 'app', skewMs: 30_000 },
];

/** Alice loses everything that she may do. */
export const aliceRevoked: PlannedChange = {
  id: 'outage/revoke-1',
  phase: 'outage',
  at: 2_000,
  kind: 'revoke',
  subject: 'alice',
  policy: 'revoke-alice',
  denies: [cells.aliceList, cells.aliceRead, cells.aliceExport, cells.aliceApprove],
};

/** A replica is started again, at the beginning of the outage. */
export function restarted(replica: string, signal: 'SIGTERM' | 'SIGKILL'): PlannedChange {
  return { id: 'outage/restart-1', phase: 'outage', at: 2_000, kind: 'restart', replica, signal };
}

/** An action that no contract has. */
export const undeclaredCell: Cell = {
  as: 'copilot',
  do: 'ledger:purge',
  on: 'ledger/main',
  expect: 'deny',
  whenDegraded: 'deny',
  undeclared: true,
};

const changeSets: readonly [readonly PlannedChange[], ...(readonly PlannedChange[])[]] = [
  [],
  [],
  badAllowTakenBack,
  [aliceRevoked],
  [restarted('r0', 'SIGKILL')],
  [restarted('r1', 'SIGTERM')],
  [aliceRevoked, restarted('r0', 'SIGKILL')],
];

/** A drill that nobody would have thought of: one or two phases of up to three faults, a contract and changes by chance. */
export function randomPlan(seed: number): Plan {
  const chance = chanceFrom(seed);
  const contract = randomContract(chance);
  const phases = randomPhases(chance);
  const planned = phases
    .filter(({ name }) => name === 'outage' || name === 'second')
    .flatMap((each) => randomFaults(chance, each));
  return testPlan({
    contract,
    phases,
    cells: [...testPlan().cells, undeclaredCell],
    minSamples: 5,
    planned,
    changes: chance.pick(changeSets).filter((change) => isPossible(change, contract, planned)),
  });
}

function randomContract(chance: Chance): Contract {
  const base = chance.pick([testContract, otherContract]);
  const risk = base.inputs['context.risk'];
  const rule = (): 'deny' | 'ignore' => chance.pick(['deny', 'deny', 'ignore']);
  return {
    ...base,
    policy: {
      ...base.policy,
      maxAgeMs: chance.pick([2_500, 3_000, 4_000, 10_000]),
      onExpired: chance.pick(['deny', 'deny', 'degrade', 'keep']),
    },
    inputs:
      risk === undefined
        ? base.inputs
        : { ...base.inputs, 'context.risk': { ...risk, onStale: rule(), onMissing: rule() } },
    decisionLog: {
      ...base.decisionLog,
      ...chance.pick([
        {},
        {},
        { whenSinkDown: 'drop', maxLoss: 1_000 } as const,
        { whenSinkDown: 'deny' } as const,
      ]),
    },
    normalWithinMs: 1_000,
  };
}

function randomPhases(chance: Chance): readonly PlannedPhase[] {
  const once = [
    phase('steady', 0, 2_000),
    phase('outage', 2_000, 6_500, chance.pick([80, 160])),
    phase('healed', 6_500, 8_700),
  ];
  return chance.happens(0.5)
    ? once
    : [...once, phase('second', 8_700, 12_500), phase('recovery', 12_500, 14_700)];
}

function phase(name: string, from: number, to: number, ratePerSecond = 80): PlannedPhase {
  return { name, from, to, steady: name === 'steady', ratePerSecond, normalWithinMs: 1_000 };
}

/** Several on the policy service at once are fine; elsewhere one thing at a time can be wrong. */
function randomFaults(chance: Chance, { name, from, to }: PlannedPhase): readonly PlannedFault[] {
  const taken = new Set<string>();
  return [1, 2, 3].slice(0, chance.pick([1, 1, 2, 3])).flatMap((nth) => {
    const spec = chance.pick(faults);
    const place = spec.on === 'app' ? `app ${spec.type === 'clock-skew' ? 'clock' : 'process'}` : spec.on;
    if (taken.has(spec.type) || (taken.has(place) && place !== policy)) return [];
    taken.add(place).add(spec.type);
    return [{ id: `${name}/${nth}`, phase: name, from, to, spec }];
  });
}

/** Whether a change goes together with the contract, and with the faults. */
function isPossible(
  change: PlannedChange,
  { policy: declared, revocation }: Contract,
  planned: readonly PlannedFault[],
): boolean {
  const on = (site: string): boolean =>
    planned.some((fault) => fault.phase === 'outage' && fault.spec.on === site);
  if (change.kind === 'restart') return !on('app');
  // A contract that decides on a bundle for longer than its revocations may take contradicts itself.
  const contradicts = declared.onExpired !== 'deny' || declared.maxAgeMs > revocation.boundMs;
  return change.kind !== 'revoke' || !contradicts || !on(bundle);
}
