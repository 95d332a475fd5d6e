import { describe, expect, it } from 'vitest';
import type { CoverageRow, MatrixCell, MatrixRow } from '../model/result.ts';
import { catalogueOf, coverageOf } from './coverage.ts';
import { cell } from './testing/judgements.ts';

const catalogued = (fault: string, ...actions: readonly string[]): CoverageRow => ({
  fault,
  title: fault,
  actions,
});
const drilled = (fault: string, cells: Readonly<Record<string, MatrixCell['status']>>): MatrixRow => ({
  fault,
  title: fault,
  cells: Object.entries(cells).map(([action, status]) => cell({ action, status })),
});

describe('coverage', () => {
  const catalogue = [
    catalogued('refused policy-service', 'read', 'export', 'approve'),
    catalogued('frozen context-service', 'approve'),
  ];

  it('counts cells of the catalogue that have evidence, for or against', () => {
    const matrix = [
      drilled('refused policy-service', { list: 'pass', read: 'pass', export: 'fail', approve: 'pass' }),
    ];
    expect(coverageOf(matrix, catalogue)).toEqual({
      drilled: 3,
      cells: 4,
      percent: 75,
      notDrilled: [catalogued('frozen context-service', 'approve')],
    });
  });

  it('does not count what was tried in vain, nor calls it untried', () => {
    const matrix = [
      drilled('refused policy-service', { read: 'inconclusive', export: 'not-drilled', approve: 'pass' }),
      drilled('frozen context-service', { approve: 'pass' }),
    ];
    expect(coverageOf(matrix, catalogue)).toMatchObject({
      drilled: 2,
      notDrilled: [catalogued('refused policy-service', 'export')],
    });
  });

  it('does not count what is beyond the catalogue, or what does not rest on the fault', () => {
    const matrix = [
      drilled('status-418 policy-service', { read: 'pass' }),
      drilled('frozen context-service', { list: 'pass' }),
    ];
    expect(coverageOf(matrix, catalogue)).toMatchObject({ drilled: 0, cells: 4, percent: 0 });
    expect(coverageOf([], [])).toEqual({ drilled: 0, cells: 0, percent: 0, notDrilled: [] });
  });

  it('is not whole before it is', () => {
    const many = Array.from({ length: 300 }, (_, index) => `a${index}`);
    const all = drilled('f', Object.fromEntries(many.slice(1).map((action) => [action, 'pass'])));
    expect(coverageOf([all], [catalogued('f', ...many)]).percent).toBe(99);
  });

  it('takes what any contract of the run rests on', () => {
    const catalogues = [
      { catalogue: [{ ...catalogued('f', 'read'), title: 'a fault' }] },
      { catalogue: [catalogued('f', 'read', 'list')] },
    ];
    expect(catalogueOf(catalogues)).toEqual([{ ...catalogued('f', 'read', 'list'), title: 'a fault' }]);
  });
});
