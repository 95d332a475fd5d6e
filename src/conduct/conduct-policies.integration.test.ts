import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ChangeRefused } from '../environment/environment.ts';
import type { ChangeEvent } from '../model/event.ts';
import type { Bench } from './testing/bench.ts';
import { of, setUpBench, steady } from './testing/bench.ts';
import type { PhaseSketch } from './testing/drill-plan.ts';
import { drillPlan } from './testing/drill-plan.ts';

let bench: Bench;
beforeEach(async () => {
  bench = await setUpBench();
});
afterEach(() => bench.clear());

/** What a change went through, in short. */
function told({
  change,
  edge,
  revision,
  replica,
  by,
  approvedBy,
  breakGlass,
  detector,
}: ChangeEvent): string {
  const parts = [change, edge, revision, replica, by, approvedBy, breakGlass && 'glass', detector];
  return parts.filter((part) => part !== undefined).join(' ');
}

/** A phase in which the rollback waits for a script of Node's. */
function detectedBy(script: string): PhaseSketch {
  const command = [process.execPath, '-e', script];
  const detector = { kind: 'command', command, everyMs: 10 } as const;
  return { name: 'back', forMs: 700, rollBack: { of: 'bad', afterMs: 0, detector } };
}

const refused = new ChangeRefused('not-permitted', 'the policy in force says no', {
  by: 'authz-drill',
  approvedBy: 'security',
});

describe('a bad policy', () => {
  const bad: PhaseSketch = { name: 'bad', forMs: 100, publish: 'bad-allow' };

  it('is detected by the probes and taken back by a new revision', async () => {
    const { journal, heard } = await bench.conduct([
      steady,
      bad,
      { name: 'back', forMs: 100, rollBack: { of: 'bad', afterMs: 0 } },
    ]);
    expect(of(journal, 'change').map(({ change, edge, revision }) => [change, edge, revision])).toEqual([
      ['bad/publish', 'ordered', undefined],
      ['bad/publish', 'served', 2],
      ['bad/publish', 'detected', undefined],
      ['back/rollback', 'ordered', undefined],
      ['back/rollback', 'served', 3],
    ]);
    expect(of(journal, 'change')[2]?.note).toMatch(
      /^mallory payment:approve payment\/p-1 on r[01]: allow instead of deny$/,
    );
    expect(bench.world.deeds).toContain('rollback to 1');
    expect(heard.at(-1)).toMatchObject({ wrong: expect.any(Number) });
  });

  it('is left in force until the operator has decided, and the phase lasts as much longer', async () => {
    const { journal } = await bench.conduct([
      steady,
      bad,
      { name: 'back', forMs: 100, rollBack: { of: 'bad', afterMs: 500 } },
    ]);
    const at = (edge: string, change: string): number =>
      of(journal, 'change').find((event) => event.edge === edge && event.change === change)?.t ?? Number.NaN;
    const ordered = at('ordered', 'back/rollback');
    expect(ordered - at('detected', 'bad/publish')).toBeGreaterThanOrEqual(500);
    const end = of(journal, 'phase').find(({ phase, edge }) => phase === 'back' && edge === 'end');
    expect((end?.t ?? 0) - ordered).toBeGreaterThanOrEqual(100);
  });

  it('that does no harm is taken back by the clock', async () => {
    const { journal } = await bench.conduct([
      steady,
      { name: 'bad', forMs: 100, publish: 'harmless' },
      { name: 'back', forMs: 100, rollBack: { of: 'bad', afterMs: 60_000 } },
    ]);
    const ordered = of(journal, 'change').find(
      ({ change, edge }) => change === 'back/rollback' && edge === 'ordered',
    );
    expect(ordered?.note).toContain('by the clock');
  });

  it('that cannot be published leaves nothing to take back', async () => {
    bench.world.faulty.publish = new Error('refused by the service');
    const { outcome, journal } = await bench.conduct([
      steady,
      bad,
      { name: 'back', forMs: 100, rollBack: { of: 'bad', afterMs: 0 } },
    ]);
    expect(outcome).toMatchObject({ reason: 'completed' });
    expect(of(journal, 'change').map(({ edge, note }) => [edge, note])).toEqual([
      ['ordered', undefined],
      ['failed', 'refused by the service'],
      ['failed', 'bad/publish was not published, so there is nothing to take back'],
    ]);
    expect(bench.world.deeds).not.toContain('rollback to 1');
  });
});

describe('change control', () => {
  const unapproved: PhaseSketch = { name: 'bad', forMs: 100, publish: 'bad-allow', refused: true };

  it('refuses what it has to, and nothing of it is there to be taken back', async () => {
    bench.world.faulty.publish = refused;
    const { outcome, journal } = await bench.conduct([
      steady,
      unapproved,
      { name: 'back', forMs: 50, rollBack: { of: 'bad', afterMs: 0 } },
    ]);
    expect(outcome).toMatchObject({ reason: 'completed' });
    expect(of(journal, 'change').map(told)).toEqual([
      'bad/publish ordered',
      'bad/publish refused authz-drill security',
      'back/rollback failed',
    ]);
    expect(of(journal, 'change')[1]?.note).toBe('not-permitted: the policy in force says no');
  });

  it('that lets through what it has to refuse is on record with whoever approved it', async () => {
    const { journal } = await bench.conduct([steady, unapproved]);
    expect(of(journal, 'change').map(told)).toEqual([
      'bad/publish ordered',
      'bad/publish served 2 authz-drill security',
      'bad/publish detected probes',
    ]);
  });

  it('that refuses what it should let through makes the change fail', async () => {
    bench.world.faulty.publish = refused;
    const { journal } = await bench.conduct([steady, { ...unapproved, refused: false }]);
    expect(of(journal, 'change').map(({ edge }) => edge)).toEqual(['ordered', 'failed']);
  });

  const bad: PhaseSketch = { name: 'bad', forMs: 100, publish: 'bad-allow' };

  it('is gone past by breaking the glass, where it refuses the rollback and that is planned', async () => {
    bench.world.faulty.rollback = refused;
    const rollBack = { of: 'bad', afterMs: 0, breakGlass: true };
    const { journal } = await bench.conduct([steady, bad, { name: 'back', forMs: 100, rollBack }]);
    expect(of(journal, 'change').map(told)).toEqual([
      'bad/publish ordered',
      'bad/publish served 2 authz-drill security',
      'bad/publish detected probes',
      'back/rollback ordered',
      'back/rollback refused authz-drill security',
      'back/rollback ordered glass',
      'back/rollback served 3 on-call glass',
    ]);
  });

  it('is not gone past where that is not planned, nor before it has refused', async () => {
    const rollBack = { of: 'bad', afterMs: 0, breakGlass: true };
    const willing = await bench.conduct([steady, bad, { name: 'back', forMs: 50, rollBack }]);
    expect(of(willing.journal, 'change').map(told).slice(-2)).toEqual([
      'back/rollback ordered',
      'back/rollback served 3 authz-drill security',
    ]);
  });

  it('that refuses a rollback whose glass is whole makes it fail', async () => {
    bench.world.faulty.rollback = refused;
    const { journal } = await bench.conduct([
      steady,
      bad,
      { name: 'back', forMs: 50, rollBack: { of: 'bad', afterMs: 0 } },
    ]);
    expect(of(journal, 'change').map(told).slice(-2)).toEqual([
      'back/rollback ordered',
      'back/rollback failed',
    ]);
    expect(bench.world.deeds).toEqual(['publish bad-allow', 'rollback to 1', 'stop']);
  });
});

describe('two bad policies in a row', () => {
  it('are taken back by one rollback to what was there before the first', async () => {
    const { journal } = await bench.conduct([
      steady,
      { name: 'bad', forMs: 100, publish: 'bad-allow', wrong: [{ cell: 1, answers: 'allow' }] },
      { name: 'worse', forMs: 100, publish: 'bad-deny', wrong: [{ cell: 0, answers: 'deny' }] },
      { name: 'back', forMs: 50, rollBack: { of: 'bad', afterMs: 0 } },
    ]);
    expect(bench.world.deeds).toContain('rollback to 1');
    // Each is detected by an answer of its own.
    const notes = of(journal, 'change').flatMap(({ edge, change, note }) =>
      edge === 'detected' ? `${change} ${note?.split(' ')[0]}` : [],
    );
    expect(notes).toEqual(['bad/publish mallory', 'worse/publish alice']);
  });
});

describe('a policy that comes with the release', () => {
  it('reaches the replicas one by one, out of rotation meanwhile, by publication and rollback', async () => {
    bench.world.faulty.byRestart = true;
    const { journal } = await bench.conduct([
      steady,
      { name: 'bad', forMs: 100, publish: 'bad-allow' },
      { name: 'back', forMs: 50, rollBack: { of: 'bad', afterMs: 0 } },
    ]);
    const edges = of(journal, 'change').filter(({ edge }) => edge !== 'detected');
    expect(edges.map(told)).toEqual(
      ['bad/publish', 'back/rollback'].flatMap((change, index) => [
        `${change} ordered`,
        `${change} served ${index + 2} authz-drill security`,
        ...['r0', 'r1'].flatMap((replica) => [`${change} ordered ${replica}`, `${change} served ${replica}`]),
      ]),
    );
    expect(bench.world.deeds.filter((deed) => deed.startsWith('end'))).toEqual(
      ['r0', 'r1', 'r0', 'r1'].map((name) => `end ${name} by SIGTERM`),
    );
    // Aside from before it is ended until it listens again.
    const processes = of(journal, 'process').filter(({ name }) => name === 'r0');
    const [, exited, , again] = processes;
    const back = edges.find(({ edge, replica }) => edge === 'served' && replica === 'r0');
    expect([exited?.edge, again?.edge]).toEqual(['exited', 'exited']);
    const asked = of(journal, 'observation').filter(
      ({ replica, intended }) =>
        replica === 'r0' && intended > (exited?.t ?? 0) && intended < (back?.t ?? Infinity),
    );
    expect(asked).toEqual([]);
  });
});

describe('a focus', () => {
  it('asks more often about what changes, from the order until all have changed over', async () => {
    const sketches: readonly PhaseSketch[] = [
      steady,
      { name: 'bad', forMs: 300, publish: 'bad-allow', wrong: [{ cell: 1, answers: 'allow' }] },
      { name: 'back', forMs: 300, rollBack: { of: 'bad', afterMs: 0 } },
    ];
    const plan = { ...drillPlan(bench.folder, sketches), ratePerSecond: 40, focusPerSecond: 300 };
    const slow = { ...plan, phases: plan.phases.map((phase) => ({ ...phase, ratePerSecond: 40 })) };
    const { journal } = await bench.conduct([], { plan: slow });
    const seen = of(journal, 'observation');
    expect(seen.map(({ id }) => id).toSorted((a, b) => a - b)).toEqual([...seen.keys()]);
    const inOrder = seen.toSorted((a, b) => a.id - b.id).map(({ intended }) => intended);
    expect(inOrder).toEqual(inOrder.toSorted((a, b) => a - b));
    const end = of(journal, 'end')[0];
    expect([end?.requested, end?.achieved]).toEqual([seen.length, seen.length]);
    const times = (cell: number): number => seen.filter((one) => one.cell === cell).length;
    expect(times(1)).toBeGreaterThan(times(0));
  });
});

describe("a detector of the user's own", () => {
  const bad: PhaseSketch = { name: 'bad', forMs: 100, publish: 'bad-allow' };
  it('is waited for, and its alarm is what detects the policy', async () => {
    const { journal } = await bench.conduct([
      steady,
      bad,
      detectedBy('console.error(process.env.AUTHZ_DRILL_REPLICAS); console.error("mallory is in")'),
    ]);
    const edges = of(journal, 'change').map(told);
    expect(edges).toContain('bad/publish detected command');
    expect(edges).not.toContain('bad/publish detected probes');
    expect(of(journal, 'change').find(({ edge }) => edge === 'detected')?.note).toBe('mallory is in');
  });

  it('that never raises the alarm is outwaited, and has the word', async () => {
    const silent = detectedBy('console.error("all is well"); process.exitCode = 3');
    const { journal } = await bench.conduct([steady, bad, { ...silent, forMs: 300 }]);
    const ordered = of(journal, 'change').find(
      ({ edge, change }) => edge === 'ordered' && change === 'back/rollback',
    );
    expect(ordered?.note).toMatch(/^ordered by the clock: the detector had raised no alarm/);
    expect(of(journal, 'change').some(({ edge }) => edge === 'detected')).toBe(false);
  });
});
