import type { BlastRadius, Rollback, RollbackPhase } from '../../model/result.ts';

interface Made {
  readonly policy?: string;
  readonly publicationMs?: number;
  /** How long after it was served each point had the good revision. */
  readonly activeAfterMs?: Readonly<Record<string, number>>;
  readonly residueMs?: number;
  readonly errorMs?: number;
  readonly exposureMs?: number;
  readonly detectionMs?: number;
  readonly commandMs?: number;
  readonly others?: Partial<Rollback>;
}

const publishedAt = 2_000;
const objectiveMs = 5_000;

/** A rollback whose phases add up, published at +2 s. */
export function rollbackOf({
  policy = 'bad-allow',
  publicationMs = 47,
  activeAfterMs = { r0: 608, r1: 2_313 },
  residueMs = 0,
  errorMs = 4,
  exposureMs = 412,
  detectionMs = 243,
  commandMs = 1_000,
  others = {},
}: Made): Rollback {
  const firstWrong = publishedAt + exposureMs;
  const detected = firstWrong + detectionMs;
  const ordered = detected + commandMs;
  const served = ordered + publicationMs;
  const active = served + Math.max(...Object.values(activeAfterMs));
  const phase = phaseWithin(errorMs);
  const totalMs = active + residueMs - ordered;
  return {
    badRevision: 2,
    goodRevision: 3,
    policy,
    objectiveMs,
    totalMs,
    errorMs,
    withinObjective: totalMs + errorMs <= objectiveMs,
    phases: [
      phase('exposure', publishedAt, firstWrong),
      phase('detection', firstWrong, detected),
      phase('command', detected, ordered),
      phase('publication', ordered, served),
      ...Object.entries(activeAfterMs).map(([point, ms]) => phase('activation', served, served + ms, point)),
      phase('residue', active, active + residueMs),
    ],
    blastRadius: radius,
    wrongAllows: 60,
    wrongDenies: 0,
    undecided: 0,
    detector: 'probes',
    breakGlass: false,
    orderedBy: 'authz-drill',
    approvedBy: 'payments-iam',
    advice: [],
    ...others,
  };
}

/** A rollback that takes 3,100 ms of its 5,000, or with `residueMs` so much longer. */
export function sampleRollback(policy: 'bad-allow' | 'bad-deny', residueMs = 740): Rollback {
  const advice = [
    '32 % of the time was the wait for the 1 s poll; long polling would save up to 1 s.',
    '24 % of the time was residue: for 740 ms the bad rule still answered where the good revision was in force. A cache that drops what an older revision decided has none.',
  ];
  const denied = { blastRadius: deniedRadius, wrongAllows: 0, wrongDenies: 41 };
  return rollbackOf({ policy, residueMs, others: { advice, ...(policy === 'bad-deny' ? denied : {}) } });
}

function phaseWithin(errorMs: number) {
  return (
    name: RollbackPhase['phase'],
    from: number,
    to: number,
    replica: string | null = null,
  ): RollbackPhase => ({ phase: name, replica, from, to, ms: to - from, errorMs, note: null });
}

const radius: readonly BlastRadius[] = [
  {
    subject: 'mallory',
    action: 'payment:approve',
    resource: 'payment/p-1',
    wrong: 'allow',
    count: 38,
    exposed: [],
  },
  {
    subject: 'mallory',
    action: 'invoice:read',
    resource: 'invoice/i-1',
    wrong: 'allow',
    count: 22,
    exposed: ['/rows/*/iban', '/rows/*/amount'],
  },
];

const deniedRadius: readonly BlastRadius[] = [
  {
    subject: 'alice',
    action: 'payment:approve',
    resource: 'payment/p-1',
    wrong: 'deny',
    count: 41,
    exposed: [],
  },
];
