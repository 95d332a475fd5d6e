import type { ActionDeclaration, Contract, DecisionInput } from '../../contract/contract.ts';
import type { FaultSpec } from '../../model/fault.ts';
import type { Cell, Plan, PlannedChange, PlannedFault, PlannedPhase } from '../../plan/plan.ts';

/** Cells of the test plan, by what a test wants to say of them. */
export const cells = {
  aliceList: 0,
  aliceRead: 1,
  malloryRead: 2,
  aliceExport: 3,
  malloryExport: 4,
  aliceApprove: 5,
  malloryApprove: 6,
  copilotApprove: 7,
} as const;

const planCells: readonly Cell[] = [
  cell('alice', 'invoice:list', 'ledger/main', 'allow'),
  cell('alice', 'invoice:read', 'invoice/i-1', 'allow'),
  cell('mallory', 'invoice:read', 'invoice/i-1', 'deny'),
  cell('alice', 'report:export', 'report/r-1', 'allow'),
  cell('mallory', 'report:export', 'report/r-1', 'deny'),
  cell('alice', 'payment:approve', 'payment/p-1', 'allow'),
  cell('mallory', 'payment:approve', 'payment/p-1', 'deny'),
  cell('copilot', 'payment:approve', 'payment/p-1', 'deny'),
];

function cell(as: string, what: string, on: string, expect: Cell['expect']): Cell {
  return { as, do: what, on, expect, whenDegraded: expect, undeclared: false };
}

/** A contract with one action for every fallback. */
export const testContract: Contract = {
  service: 'ledger',
  owner: {
    team: 'payments-iam',
    contact: 'payments-iam@example.com',
    approvers: ['security'],
    breakGlass: ['on-call'],
  },
  policy: {
    distribution: 'signed-bundle',
    pollEveryMs: 1_000,
    longPollMs: null,
    maxAgeMs: 10_000,
    onExpired: 'deny',
    rollback: { objectiveMs: 5_000 },
  },
  inputs: {
    'subject.roles': input({ from: 'token', local: true, maxAgeMs: 300_000 }),
    'context.risk': input({ from: 'risk-service', maxAgeMs: 2_000, timeoutMs: 200 }),
  },
  policyService: {
    timeoutMs: 250,
    attempts: 1,
    credential: { kind: 'workload-token', lifetimeMs: 900_000 },
  },
  revocation: { boundMs: 5_000 },
  decisionLog: {
    records: ['input', 'outcome', 'policyRevision', 'mode'],
    whenSinkDown: 'buffer',
    maxLoss: 0,
  },
  budgetMs: 500,
  normalWithinMs: 2_000,
  obligations: { redact: { hide: ['/rows/*/iban'] } },
  actions: {
    'invoice:list': action({ decide: 'local', whenUnavailable: null }),
    'invoice:read': action({ whenUnavailable: { mode: 'cache', maxAgeMs: 3_000, onMiss: 'deny' } }),
    'report:export': action({
      whenUnavailable: { mode: 'degrade', policy: 'coarse', obligations: ['redact'] },
    }),
    'payment:approve': action({ decide: 'hybrid', uses: ['subject.roles', 'context.risk'] }),
  },
};

/** The same service declared otherwise: inputs where there were none, and each fallback on another action. */
export const otherContract: Contract = {
  ...testContract,
  actions: {
    'invoice:list': action({ decide: 'hybrid', uses: ['subject.roles', 'context.risk'] }),
    'invoice:read': action({
      uses: ['subject.roles', 'context.risk'],
      whenUnavailable: { mode: 'cache', maxAgeMs: 1_500, onMiss: 'deny' },
    }),
    'report:export': action({ decide: 'local', whenUnavailable: null }),
    'payment:approve': action({
      decide: 'hybrid',
      uses: ['context.risk'],
      whenUnavailable: { mode: 'degrade', policy: 'coarse', obligations: ['redact'] },
    }),
  },
};

function input(parts: Partial<DecisionInput>): DecisionInput {
  const defaults = { from: 'token', local: false, type: null, maxAgeMs: null, timeoutMs: null } as const;
  return { ...defaults, onStale: 'deny', onMissing: 'deny', ...parts };
}

function action(parts: Partial<ActionDeclaration>): ActionDeclaration {
  return {
    risk: 'mid',
    decide: 'remote',
    uses: ['subject.roles'],
    whenUnavailable: { mode: 'deny' },
    ...parts,
  };
}

/** Four phases: 2 s steady, 5 s with the faults, 3 s of recovery. */
const testPhases: readonly PlannedPhase[] = [
  { name: 'steady', from: 0, to: 2_000, steady: true, ratePerSecond: 120, normalWithinMs: 2_000 },
  { name: 'outage', from: 2_000, to: 7_000, steady: false, ratePerSecond: 120, normalWithinMs: 2_000 },
  { name: 'recovery', from: 7_000, to: 10_000, steady: false, ratePerSecond: 120, normalWithinMs: 1_000 },
];

interface TestPlanParts extends Partial<Omit<Plan, 'faults'>> {
  /** Faults of the phase `outage`. */
  readonly faults?: readonly FaultSpec[];
  /** All faults, with their phases; instead of `faults`. */
  readonly planned?: readonly PlannedFault[];
}

/** A plan on the test contract; its faults get the ids `outage/1`, `outage/2`, … */
export function testPlan({ faults = [], planned, ...parts }: TestPlanParts = {}): Plan {
  return {
    scenario: { id: 'test', title: 'A test', why: 'To test.', file: 'scenarios/test.yaml' },
    seed: 1,
    contract: testContract,
    contractFile: 'fixtures/ledger/contract.yaml',
    contractLines: { budget: 40, 'actions.payment:approve': 71, 'inputs.context.risk': 25, decisionLog: 33 },
    target: {
      id: 'ledger',
      folder: 'fixtures/ledger',
      start: { kind: 'reference' },
      proxyPort: 0,
      credentials: { keyFile: 'key.json', issuer: 'i', audience: 'ledger', lifetimeMs: 900_000 },
      subjects: {},
      requests: {},
      answer: {
        allow: [200],
        deny: [403],
        headers: { decisionId: 'i', mode: 'm', revision: 'v', ageMs: 'a', reason: 'r' },
      },
    },
    replicas: ['r0', 'r1'],
    cells: planCells,
    ratePerSecond: 120,
    focusPerSecond: 0,
    minSamples: 20,
    phases: testPhases,
    faults:
      planned ??
      faults.map((spec, index) => ({
        id: `outage/${index + 1}`,
        phase: 'outage',
        from: 2_000,
        to: 7_000,
        spec,
      })),
    changes: [],
    drainMs: 2_000,
    warnings: [],
    ...parts,
  };
}

/** A bad rule, published at the start of `outage` and taken back a while later. */
export const badAllowTakenBack: readonly PlannedChange[] = [
  {
    id: 'outage/publish-1',
    phase: 'outage',
    at: 2_000,
    kind: 'publish',
    policy: 'bad-allow',
    wrong: [
      { cell: cells.malloryRead, answers: 'allow' },
      { cell: cells.malloryApprove, answers: 'allow' },
    ],
    approvedBy: null,
    refused: false,
  },
  {
    id: 'outage/rollback-1',
    phase: 'outage',
    at: 4_000,
    kind: 'rollback',
    of: 'outage/publish-1',
    afterMs: 0,
    breakGlass: false,
    detector: { kind: 'probes' },
  },
];
