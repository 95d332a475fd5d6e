import type { Rollback } from '../../model/result.ts';

/** A rollback that takes 3,100 ms of its 5,000, or with `residueMs` so much longer. */
export function sampleRollback(policy: 'bad-allow' | 'bad-deny', residueMs = 740): Rollback {
  const activated = 6_015;
  const last = activated + residueMs;
  const ordered = 3_655;
  const allow = policy === 'bad-allow';
  return {
    badRevision: 2,
    goodRevision: 3,
    policy,
    objectiveMs: 5_000,
    totalMs: last - ordered,
    errorMs: 4,
    withinObjective: last - ordered <= 5_000,
    phases: [
      phase('exposure', 2_000, 2_412, 'revision 2 published → first wrong decision'),
      phase('detection', 2_412, 2_655, 'continuous probes'),
      phase('command', 2_655, ordered, 'operator confirms after 1 s'),
      phase('publication', ordered, 3_702, 'revision 3 = content of 1, signed'),
      phase('activation', 3_702, 4_310, null, 'r0'),
      phase('activation', 3_702, activated, null, 'r1'),
      phase('residue', activated, last, 'decisions cached under revision 2'),
    ],
    blastRadius: allow
      ? [
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
            exposed: ['/iban'],
          },
        ]
      : [
          {
            subject: 'alice',
            action: 'payment:approve',
            resource: 'payment/p-1',
            wrong: 'deny',
            count: 41,
            exposed: [],
          },
        ],
    wrongAllows: allow ? 60 : 0,
    wrongDenies: allow ? 0 : 41,
    undecided: 0,
    detector: 'probes',
    breakGlass: false,
    orderedBy: 'authz-drill',
    approvedBy: 'payments-iam',
    advice: [],
  };
}

function phase(
  name: Rollback['phases'][number]['phase'],
  from: number,
  to: number,
  note: string | null,
  replica: string | null = null,
): Rollback['phases'][number] {
  return { phase: name, replica, from, to, ms: to - from, errorMs: 4, note };
}
