import { fileURLToPath } from 'node:url';
import { startProcessEnvironment } from '../process-environment.ts';

/** A small harness for tests that kill it: stands an environment up, stops those that are named where they stand, says so in one line, and waits. */
const [runId = '', scenarioId = '', ...toPause] = process.argv.slice(2);
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
for (const name of toPause) await environment.processControl?.pause(name);
process.stdout.write(`${JSON.stringify(environment.processes)}\n`);
