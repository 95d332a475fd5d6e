import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

const cost = ({ moduleId }: TestSpecification): number =>
  readFileSync(moduleId, 'utf8').includes("'fast-check'") ? 1 : 0;

/** The first test that fails is enough to kill a mutant: examples come before properties, which take longer. */
class ExamplesFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return files.toSorted((a, b) => cost(a) - cost(b) || a.moduleId.localeCompare(b.moduleId));
  }
}

export default defineConfig({
  root: fileURLToPath(new URL('../..', import.meta.url)),
  test: {
    include: ['src/{oracle,score}/**/*.test.ts'],
    exclude: ['src/**/*.integration.test.ts', 'src/**/*.e2e.test.ts'],
    setupFiles: ['.ci/mutation/few-runs.ts'],
    sequence: { sequencer: ExamplesFirst },
    // One worker for all files of a mutant's run: nothing is kept from one run to the next.
    isolate: false,
    testTimeout: 60_000,
  },
});
