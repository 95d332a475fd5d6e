import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { realCerbos } from '../../reference/testing/policy-programs.ts';
import { parseResult } from '../../score/result-schema.ts';
import { authzDrill, runsFolder } from '../testing/authz-drill.ts';
import { processesOfRun } from '../testing/processes.ts';

it('an outage with Cerbos as the policy service', async () => {
  expect(realCerbos()).toBeDefined();
  const runs = await runsFolder();
  const drill = ['run', 'scenarios/policy-service/refused.yaml', '--seed', '7'];
  const ended = await authzDrill(...drill, '--policy-service', 'cerbos', '--out', runs);
  const result = parseResult(JSON.parse(await readFile(join(runs, 'latest', 'result.json'), 'utf8')));
  const [scenario] = result.scenarios;
  expect(result.findings).toEqual([]);
  expect(scenario?.evidence.policyService).toMatch(/^cerbos \d/);
  expect(scenario?.reproduce).toBe(`authz-drill ${drill.join(' ')} --policy-service cerbos`);
  // A busy machine may keep it from being judged; what was seen is as declared all the same.
  expect(ended.code).toBe(result.verdict === 'pass' ? 0 : 3);
  expect(processesOfRun(result.runId)).toEqual([]);
});
