import { describe, expect, it } from 'vitest';
import type { MatrixCell, MatrixRow } from '../model/result.ts';
import { mergedMatrix, withFindings } from './merge-matrix.ts';
import { cell } from './testing/judgements.ts';

const actions = [{ action: 'payment:approve', declared: 'deny' }];
const row = (parts: Partial<MatrixCell>, fault = 'refused policy-service'): MatrixRow => ({
  fault,
  title: fault,
  cells: [cell(parts)],
});
const merged = (...rows: readonly MatrixRow[]): MatrixCell | undefined =>
  mergedMatrix(
    actions,
    rows.map((one) => ({ matrix: [one] })),
  )[0]?.cells[0];

describe('a merged matrix', () => {
  it('shows the worst drill of a cell, and adds the counts up', () => {
    const failed = row({ status: 'fail', failed: 3, violation: 'late', severity: 'major' });
    const worst = row({ status: 'fail', failed: 2, violation: 'wrong-allow', severity: 'critical' });
    expect(merged(row({}), failed, worst)).toMatchObject({
      status: 'fail',
      judged: 60,
      failed: 5,
      needed: 60,
      violation: 'wrong-allow',
      severity: 'critical',
    });
    expect(merged(worst, failed)).toMatchObject({ violation: 'wrong-allow', severity: 'critical' });
    expect(merged(row({}), row({ status: 'inconclusive' }))?.status).toBe('inconclusive');
    expect(merged(row({ status: 'not-drilled' }), row({}))?.status).toBe('pass');
    expect(merged(row({ status: 'not-drilled' }), row({ status: 'not-applicable' }))?.status).toBe(
      'not-drilled',
    );
  });

  it('has a row for every fault, by what it breaks', () => {
    const rows = mergedMatrix(actions, [
      { matrix: [row({}, 'odd thing'), row({}, 'killed app'), row({}, 'refused log-sink')] },
      { matrix: [row({}, 'paused bundle-service'), row({}, 'frozen context-service')] },
      { matrix: [row({}, 'reset policy-service')] },
    ]);
    expect(rows.map((one) => one.fault)).toEqual([
      'reset policy-service',
      'frozen context-service',
      'paused bundle-service',
      'refused log-sink',
      'killed app',
      'odd thing',
    ]);
  });

  it('keeps the words of a fault, and of drills alike what the first one declared', () => {
    const [first] = mergedMatrix(actions, [
      { matrix: [{ ...row({ declared: 'the first' }), title: 'policy service refused' }] },
      { matrix: [row({ declared: 'the second' })] },
    ]);
    expect(first).toMatchObject({
      title: 'policy service refused',
      cells: [{ status: 'pass', declared: 'the first' }],
    });
  });

  it('points from a failed cell to its finding', () => {
    const rows = withFindings(
      [row({ status: 'fail' }), row({})],
      [
        { id: 'F0', fault: 'refused log-sink', action: 'payment:approve' },
        { id: 'F1', fault: 'refused policy-service', action: 'invoice:list' },
        { id: 'F2', fault: 'refused policy-service', action: 'payment:approve' },
      ],
    );
    expect(rows.map((one) => one.cells[0]?.finding)).toEqual(['F2', null]);
  });
});
