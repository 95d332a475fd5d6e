import type { Coverage, MatrixRow, Result } from '../model/result.ts';
import { countOf } from './words.ts';

/** What nobody tried, in a line for every format: `138 cells under 45 faults were not drilled`; empty where there is none. */
export function undrilledWords({ notDrilled }: Coverage): string {
  const cells = notDrilled.reduce((sum, { actions }) => sum + actions.length, 0);
  if (cells === 0) return '';
  return `${countOf(cells, 'cell')} under ${countOf(notDrilled.length, 'fault')} ${cells === 1 ? 'was' : 'were'} not drilled`;
}

/** A fault that was not drilled, or not with all actions that rest on what it takes away. */
export interface Undrilled {
  readonly title: string;
  /** Empty where it was drilled with none. */
  readonly actions: readonly string[];
}

/** The catalogue's rows that were not drilled whole. */
export function undrilledRows({
  coverage,
  matrix,
}: Pick<Result, 'coverage' | 'matrix'>): readonly Undrilled[] {
  const touched = new Set(matrix.filter(isTouched).map(({ fault }) => fault));
  return coverage.notDrilled.map(({ fault, title, actions }) => ({
    title,
    actions: touched.has(fault) ? actions : [],
  }));
}

function isTouched({ cells }: MatrixRow): boolean {
  return cells.some(({ status }) => status !== 'not-drilled' && status !== 'not-applicable');
}
