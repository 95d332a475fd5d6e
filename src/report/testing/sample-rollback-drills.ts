import type { Rollback, RollbackSpread, ScenarioResult } from '../../model/result.ts';
import { rollbackOf } from './sample-rollback.ts';
import { passingScenario } from './sample-scenario-result.ts';
import { sampleScenarios } from './sample-scenarios.ts';
import { noise } from './sample-timeline.ts';

/** Drills that take something back: on 1 and 8 replicas, ten times over, two in a row, with the glass broken, and one that cannot say. */
export function rollbackDrills(): readonly ScenarioResult[] {
  return [
    drill('rollback-eight-replicas', 'A rule that allows too much is taken back on eight replicas', [
      eight(),
    ]),
    repeatedDrill(),
    drill('rollback-two-in-a-row', 'Two bad publications in a row are taken back', twoInARow()),
    drill('rollback-operator-locked-out', 'A rule that denies everyone, the operator included', [
      brokenGlass(),
    ]),
    drill('rollback-slow-rule', 'A rule that is only slow is taken back on one replica', [slowRule()]),
    drill('rollback-unmeasured', 'A rule that was never seen to decide', [unmeasured()]),
  ];
}

function suffix(index: number): string {
  return index === 0 ? '' : `-${index + 1}`;
}

function repeatedDrill(): ScenarioResult {
  const all = repeated();
  const title = 'A rule that allows too much is taken back ten times';
  const one = drill('rollback-repeated', title, all, spreadOf(all));
  const times = all.map((_, index) => 500 + index * 900);
  const phases = times.flatMap((from, index) => [
    { name: `bad-rule${suffix(index)}`, from, to: from + 450 },
    { name: `rollback${suffix(index)}`, from: from + 450, to: from + 900 },
  ]);
  const revisions = times.flatMap((t, index) => [
    { t: t + 20, revision: 2 + index * 2, policy: 'bad-allow' },
    { t: t + 470, revision: 3 + index * 2, policy: 'good' },
  ]);
  return { ...one, timeline: { ...one.timeline, phases, revisions } };
}

function drill(
  id: string,
  title: string,
  rollbacks: readonly Rollback[],
  spread: RollbackSpread | null = null,
): ScenarioResult {
  const sample = sampleScenarios.find(({ badRule }) => badRule === 'bad-allow');
  if (sample === undefined) throw new Error('no sample takes a rule back');
  const passed = passingScenario(sample, 4711 + id.length);
  const slowest = rollbacks.toSorted((a, b) => (b.totalMs ?? Infinity) - (a.totalMs ?? Infinity))[0] ?? null;
  const file = `scenarios/rollback/${id}.yaml`;
  return {
    ...passed,
    id,
    title,
    file,
    rollback: slowest,
    rollbacks,
    spread,
    reproduce: `authz-drill run ${file} --seed ${passed.seed}`,
  };
}

function eight(): Rollback {
  return rollbackOf({
    activeAfterMs: {
      'policy-service': 512,
      r0: 118,
      r1: 934,
      r2: 402,
      r3: 2_870,
      r4: 655,
      r5: 77,
      r6: 801,
      r7: 960,
    },
    residueMs: 96,
    errorMs: 6,
    others: {
      advice: [
        'r3 had the good revision 1.9 s after all others: see what stood between it and the bundle service.',
        '33 % of the time was the wait for the 1 s poll; long polling would save up to 1 s.',
      ],
    },
  });
}

function repeated(): readonly Rollback[] {
  const random = noise(7);
  return Array.from({ length: 10 }, () =>
    rollbackOf({
      activeAfterMs: {
        'policy-service': Math.round(80 + random() * 900),
        r0: Math.round(80 + random() * 900),
        r1: Math.round(80 + random() * 900),
        r2: Math.round(80 + random() * 900),
      },
      others: {
        advice: ['89 % of the time was the wait for the 1 s poll; long polling would save up to 900 ms.'],
      },
    }),
  );
}

function spreadOf(all: readonly Rollback[]): RollbackSpread {
  const totals = all.map(({ totalMs }) => totalMs ?? 0).toSorted((a, b) => a - b);
  return {
    rollbacks: all.length,
    measured: all.length,
    medianMs: ((totals[4] ?? 0) + (totals[5] ?? 0)) / 2,
    worstMs: totals.at(-1) ?? null,
    errorMs: 4,
    withinObjective: all.length,
  };
}

function twoInARow(): readonly Rollback[] {
  const first = rollbackOf({ policy: 'bad-allow', activeAfterMs: { r0: 812, r1: 331 } });
  const second = rollbackOf({
    policy: 'bad-allow-embedded',
    activeAfterMs: { r0: 790, r1: 4_920 },
    errorMs: 9,
    others: { badRevision: 3, goodRevision: 4 },
  });
  return [first, { ...second, withinObjective: null }];
}

function brokenGlass(): Rollback {
  return rollbackOf({
    policy: 'locks-out-operator',
    publicationMs: 380,
    activeAfterMs: { r0: 700, r1: 120, r2: 512 },
    others: {
      breakGlass: true,
      orderedBy: 'on-call',
      approvedBy: null,
      detector: 'command',
      wrongAllows: 0,
      wrongDenies: 412,
      blastRadius: [
        {
          subject: 'alice',
          action: 'payment:approve',
          resource: 'payment/p-1',
          wrong: 'deny',
          count: 412,
          exposed: [],
        },
      ],
      advice: [
        'The glass had to be broken by on-call, as the bad rule refused to be taken back: keep who may roll back out of what a publication can change.',
      ],
    },
  });
}

function slowRule(): Rollback {
  return rollbackOf({
    policy: 'slow',
    activeAfterMs: { r0: 140 },
    others: {
      wrongAllows: 0,
      undecided: 96,
      blastRadius: [
        {
          subject: 'alice',
          action: 'invoice:read',
          resource: 'invoice/i-1',
          wrong: 'none',
          count: 96,
          exposed: [],
        },
      ],
    },
  });
}

function unmeasured(): Rollback {
  return {
    ...rollbackOf({}),
    totalMs: null,
    withinObjective: null,
    phases: [],
    blastRadius: [],
    wrongAllows: 0,
    detector: null,
    orderedBy: null,
    approvedBy: null,
  };
}
