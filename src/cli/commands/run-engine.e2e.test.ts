import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseResult } from '../../score/result-schema.ts';
import { authzDrill, runsFolder } from '../testing/authz-drill.ts';
import { processesOfRun } from '../testing/processes.ts';

describe('a bad rule inside the application', () => {
  it.each(['opa-wasm', 'casbin'])('is published and taken back with %s as its engine', async (engine) => {
    const runs = await runsFolder();
    const drill = ['run', 'scenarios/rollback/embedded.yaml', '--seed', '7'];
    const ended = await authzDrill(...drill, '--engine', engine, '--out', runs);
    const result = parseResult(JSON.parse(await readFile(join(runs, 'latest', 'result.json'), 'utf8')));
    const [scenario] = result.scenarios;
    expect(result.findings).toEqual([]);
    expect(scenario?.evidence.engine).toMatch(new RegExp(String.raw`^${engine} \d`));
    expect(scenario?.reproduce).toBe(`authz-drill ${drill.join(' ')} --engine ${engine}`);
    // The rule was in force: whom it let in was let in.
    expect(scenario?.rollbacks.map(({ policy }) => policy)).toEqual(['bad-allow-embedded']);
    // A busy machine may keep it from being judged; what was seen is as declared all the same.
    expect(ended.code).toBe(result.verdict === 'pass' ? 0 : 3);
    expect(processesOfRun(result.runId)).toEqual([]);
  });
});
