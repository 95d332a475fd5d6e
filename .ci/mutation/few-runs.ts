import type * as FastCheck from 'fast-check';
import { vi } from 'vitest';

// A property that a mutant breaks breaks within a few cases; thousands of them for each mutant would take days.
const mostRuns = 8;

vi.mock('fast-check', async (original) => {
  const fc = await original<typeof FastCheck>();
  const assert: typeof fc.assert = (property, parameters) =>
    fc.assert(property, { ...parameters, numRuns: Math.min(parameters?.numRuns ?? mostRuns, mostRuns) });
  return { ...fc, assert };
});
