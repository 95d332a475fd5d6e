import { fileURLToPath } from 'node:url';
import { startProcessEnvironment } from '../process-environment.ts';

/** A small harness for tests that kill it: stands an environment up, says so in one line, and waits. */
const [runId = '', scenarioId = ''] = process.argv.slice(2);
const environment = await startProcessEnvironment({
  runId,
  scenarioId,
  replicas: ['r0'],
  contractFile: fileURLToPath(new URL('../../../../fixtures/ledger/contract.yaml', import.meta.url)),
  proxyPort: 0,
  seed: 1,
  defect: null,
  signal: new AbortController().signal,
});
process.stdout.write(`${JSON.stringify(environment.processes)}\n`);
