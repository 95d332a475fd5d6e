import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Bench } from './testing/bench.ts';
import { of, setUpBench, steady } from './testing/bench.ts';
import type { PhaseSketch } from './testing/drill-plan.ts';

let bench: Bench;
beforeEach(async () => {
  bench = await setUpBench();
});
afterEach(() => bench.clear());

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
