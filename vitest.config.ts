import { defineConfig } from 'vitest/config';

// Three projects by what a test touches: pure code; real processes and sockets; the whole program.
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          sequence: { groupOrder: 0 },
          include: ['src/**/*.test.ts'],
          exclude: ['src/**/*.integration.test.ts', 'src/**/*.e2e.test.ts'],
          // Properties run thousands of cases, and a busy machine is no failure.
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'integration',
          sequence: { groupOrder: 1 },
          include: ['src/**/*.integration.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'e2e',
          // After everything else: what starves a drill makes it inconclusive.
          sequence: { groupOrder: 2 },
          include: ['src/**/*.e2e.test.ts'],
          testTimeout: 300_000,
          hookTimeout: 300_000,
          // Each of these runs whole drills: side by side they would only starve each other.
          fileParallelism: false,
          maxConcurrency: 2,
        },
      },
    ],
  },
});
