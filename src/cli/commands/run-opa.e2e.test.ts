import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { realOpa } from '../../reference/testing/policy-programs.ts';
import { parseResult } from '../../score/result-schema.ts';
import { authzDrill, runsFolder } from '../testing/authz-drill.ts';
import { processesOfRun } from '../testing/processes.ts';

it('a rollback with Open Policy Agent as the policy service', async () => {
  expect(realOpa()).toBeDefined();
  const runs = await runsFolder();
  const drill = ['run', 'scenarios/rollback/bad-allow.yaml', '--seed', '7'];
  const ended = await authzDrill(...drill, '--policy-service', 'opa', '--out', runs);
  const result = parseResult(JSON.parse(await readFile(join(runs, 'latest', 'result.json'), 'utf8')));
  const [scenario] = result.scenarios;
  expect(result.findings).toEqual([]);
  expect(scenario?.evidence.policyService).toMatch(/^opa \d/);
  expect(scenario?.reproduce).toBe(`authz-drill ${drill.join(' ')} --policy-service opa`);
  // A busy machine may keep it from being judged; what was seen is as declared all the same.
  expect(ended.code).toBe(result.verdict === 'pass' ? 0 : 3);
  expect(processesOfRun(result.runId)).toEqual([]);
});
