import { fileURLToPath } from 'node:url';
import { startProcessEnvironment } from '../../process/process-environment.ts';
import { container } from '../container.ts';

/** A small harness for tests that kill it: stands an environment up around a container, says so, and waits. */
const [docker = '', runId = '', scenarioId = ''] = process.argv.slice(2);
await startProcessEnvironment({
  runId,
  scenarioId,
  replicas: ['r0'],
  contractFile: fileURLToPath(new URL('../../../../fixtures/ledger/contract.yaml', import.meta.url)),
  faultProxy: container({ docker, say: (line) => process.stderr.write(`${line}\n`) }),
  proxyPort: 0,
  seed: 1,
  defect: null,
  signal: new AbortController().signal,
});
process.stdout.write('standing\n');
