import type { Detector } from '../../model/detector.ts';
import type { PlannedChange, PlannedFault, PlannedPhase, Plan, WrongAnswer } from '../../plan/plan.ts';

/** A phase of a test's plan: its length, and what is active or changed in it. */
export interface PhaseSketch {
  readonly name: string;
  readonly forMs: number;
  readonly steady?: boolean;
  readonly faults?: readonly PlannedFault['spec'][];
  /** Probes a second; the plan's own unless given. */
  readonly ratePerSecond?: number;
  readonly publish?: string;
  /** What the published policy gets wrong. */
  readonly wrong?: readonly { readonly cell: number; readonly answers: WrongAnswer }[];
  /** Change control has to refuse the publication. */
  readonly refused?: boolean;
  /** Takes back what the named phase published. */
  readonly rollBack?: {
    readonly of: string;
    readonly afterMs: number;
    readonly breakGlass?: boolean;
    readonly detector?: Detector;
  };
}

const planRate = 200;

/** A plan of a single action with two cells: alice may, mallory may not. */
export function drillPlan(folder: string, sketches: readonly PhaseSketch[]): Plan {
  const phases: PlannedPhase[] = [];
  const faults: PlannedFault[] = [];
  const changes: PlannedChange[] = [];
  let from = 0;
  for (const sketch of sketches) {
    const { name, forMs, steady = false, faults: specs = [], publish, rollBack } = sketch;
    const { ratePerSecond = planRate } = sketch;
    const to = from + forMs;
    const place = { phase: name, at: from };
    phases.push({ name, from, to, steady, ratePerSecond, normalWithinMs: 100 });
    for (const [n, spec] of specs.entries())
      faults.push({ id: `${name}/${n + 1}`, phase: name, from, to, spec });
    if (publish !== undefined)
      changes.push({
        id: `${name}/publish`,
        ...place,
        kind: 'publish',
        policy: publish,
        wrong: sketch.wrong ?? [],
        approvedBy: null,
        refused: sketch.refused ?? false,
      });
    if (rollBack !== undefined)
      changes.push({
        id: `${name}/rollback`,
        ...place,
        kind: 'rollback',
        of: `${rollBack.of}/publish`,
        afterMs: rollBack.afterMs,
        breakGlass: rollBack.breakGlass ?? false,
        detector: rollBack.detector ?? { kind: 'probes' },
      });
    from = to;
  }
  return {
    scenario: { id: 'test-drill', title: 'A drill', why: 'A test.', file: 'test-drill.yaml' },
    seed: 7,
    contract: {
      service: 'ledger',
      owner: { team: 't', contact: 'c', approvers: [], breakGlass: [] },
      policy: {
        distribution: 'signed-bundle',
        pollEveryMs: 1_000,
        longPollMs: null,
        maxAgeMs: 10_000,
        onExpired: 'deny',
        rollback: { objectiveMs: 5_000 },
      },
      inputs: {},
      policyService: {
        timeoutMs: 250,
        attempts: 1,
        credential: { kind: 'workload-token', lifetimeMs: 60_000 },
      },
      revocation: { boundMs: 5_000 },
      decisionLog: { records: ['outcome'], whenSinkDown: 'buffer', maxLoss: 0 },
      // Wide, so that no test depends on how busy the machine is.
      budgetMs: 5_000,
      normalWithinMs: 100,
      obligations: {},
      actions: {
        'payment:approve': { risk: 'high', decide: 'remote', uses: [], whenUnavailable: { mode: 'deny' } },
      },
    },
    contractFile: 'contract.yaml',
    contractLines: {},
    target: {
      id: 'ledger',
      folder,
      start: { kind: 'reference' },
      proxyPort: 0,
      credentials: { keyFile: 'key.json', issuer: 'i', audience: 'a', lifetimeMs: 60_000 },
      subjects: { alice: {}, mallory: {} },
      requests: { 'payment:approve': { method: 'POST', path: '/payments/{id}', headers: {}, body: null } },
      answer: {
        allow: [200],
        deny: [403],
        headers: {
          decisionId: 'authz-decision-id',
          mode: 'authz-mode',
          revision: 'authz-policy-revision',
          ageMs: 'authz-age-ms',
          reason: 'authz-reason',
        },
      },
    },
    replicas: ['r0', 'r1'],
    cells: ['alice', 'mallory'].map((as) => ({
      as,
      do: 'payment:approve',
      on: 'payment/p-1',
      expect: as === 'alice' ? 'allow' : 'deny',
      whenDegraded: 'deny',
      undeclared: false,
    })),
    ratePerSecond: planRate,
    focusPerSecond: 0,
    minSamples: 1,
    phases,
    faults,
    changes,
    drainMs: 2_000,
    warnings: [],
  };
}
