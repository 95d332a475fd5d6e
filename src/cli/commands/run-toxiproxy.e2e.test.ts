import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { findToxiproxy } from '../../proxy/testing/real-toxiproxy.ts';
import { parseResult } from '../../score/result-schema.ts';
import { authzDrill, runsFolder } from '../testing/authz-drill.ts';
import { processesOfRun } from '../testing/processes.ts';

const toxiproxy = findToxiproxy();

it.skipIf(toxiproxy === undefined && process.env['CI'] !== 'true')(
  'the drills of what a network does give the same verdict through a real Toxiproxy',
  async () => {
    expect(toxiproxy).toBeDefined();
    const runs = await runsFolder();
    const ended = await authzDrill(
      'run',
      ...['policy-service', 'context', 'bundle-service', 'decision-log'].map((one) => `scenarios/${one}`),
      'scenarios/rollback/partitioned-replica.yaml',
      '--fault-proxy',
      toxiproxy ?? '',
      '--out',
      runs,
      '--seed',
      '4711',
    );
    const result = parseResult(JSON.parse(await readFile(join(runs, 'latest', 'result.json'), 'utf8')));
    expect(result.findings).toEqual([]);
    expect(result.scenarios.length).toBeGreaterThanOrEqual(30);
    expect(ended.code).toBe(result.verdict === 'pass' ? 0 : 3);
    expect(processesOfRun(result.runId)).toEqual([]);
  },
);
